package io.polargosling.storage.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.infrastructure.InfrastructureStore;
import io.polargosling.domain.infrastructure.StoredInfrastructure;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.domain.store.Fence;
import io.polargosling.testkit.gen.Samples;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestBucketsTest {

    private static NestBuckets buckets(String config) {
        return new NestBuckets(new InfrastructureStore() {
            @Override
            public Optional<StoredInfrastructure> current() {
                return config.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new StoredInfrastructure(config, Samples.COMMIT, Samples.NOW));
            }

            @Override
            public void save(StoredInfrastructure configuration, Fence fence) {
                throw new IllegalStateException("nothing is written here");
            }
        });
    }

    private static Optional<S3Bucket> of(String config) {
        return buckets(config).binaries();
    }

    @Test
    void statesAndCache_chosenName_goesBeforeTheDeclaredOne() {
        var declared = buckets("{\"cloud\":{\"provider\":\"aws\",\"region\":\"eu-west-1\"},"
                + "\"storage\":{\"state_bucket\":\"s-1\",\"cache_bucket\":\"c-1\"}}");

        assertThat(declared.states(Optional.empty()).map(S3Bucket::name)).contains("s-1");
        assertThat(declared.cache(Optional.empty()).map(S3Bucket::name)).contains("c-1");
        assertThat(declared.states(Optional.of("mine")).map(S3Bucket::name)).contains("mine");
        assertThat(buckets("").states(Optional.of("mine"))).isEmpty();
    }

    @Test
    void binaries_nothingOrNoBucketDeclared_isNone() {
        assertThat(of("")).isEmpty();
        assertThat(of("{}")).isEmpty();
        assertThat(of("{\"cloud\":{\"provider\":\"aws\"},\"storage\":{\"binary_bucket\":null}}"))
                .isEmpty();
        assertThat(of("{\"cloud\":{\"provider\":\"local\"},\"storage\":{\"binary_bucket\":\"b\"}}"))
                .isEmpty();
    }

    @Test
    void binaries_bucketDeclared_isThatOfTheCloud() {
        assertThat(
                        of(
                                "{\"cloud\":{\"provider\":\"aws\",\"region\":\"eu-west-1\"},\"storage\":{\"binary_bucket\":\"b-1\"}}"))
                .contains(new S3Bucket("b-1", "", "eu-west-1", Optional.empty()));
        assertThat(of("{\"cloud\":{\"provider\":\"yandex\"},\"storage\":{\"binary_bucket\":\"b-1\"}}"))
                .contains(new S3Bucket(
                        "b-1", "", "ru-central1", Optional.of(URI.create("https://storage.yandexcloud.net"))));
    }

    @Test
    void chosenObjects_noBucket_areFiles(@TempDir Path folder) {
        ObjectStore objects = ObjectStorage.chosen(Optional::empty, folder);
        var key = ObjectKey.of("tofu/1.2.3/linux-amd64/tofu");

        assertThat(objects.putIfAbsent(key, ObjectContent.of(new byte[] {1}))).isTrue();

        assertThat(ObjectStorage.files(folder).find(key)).isPresent();
    }
}
