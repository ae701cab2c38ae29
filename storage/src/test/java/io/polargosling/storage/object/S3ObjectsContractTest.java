package io.polargosling.storage.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.testkit.contract.ObjectStoreContract;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("backend")
class S3ObjectsContractTest extends ObjectStoreContract {

    private final String prefix = UUID.randomUUID() + "/";

    @Override
    protected ObjectStore newStore() {
        return ObjectStorage.s3(S3Server.shared().bucket(prefix));
    }

    @Override
    protected boolean hasAddresses() {
        return true;
    }

    @Override
    protected ObjectStore unreachableStore() {
        return ObjectStorage.s3(
                new S3Bucket(S3Server.BUCKET, prefix, "eu-central-1", Optional.of(URI.create("http://127.0.0.1:9"))));
    }

    @Override
    protected Optional<String> unfairRaces() {
        return Optional.of(
                "S3Mock looks for the object and then writes it, so two conditional puts at once may both win");
    }

    @Override
    protected void overwrite(ObjectKey key, byte[] bytes) throws IOException {
        S3Server.shared().overwrite(prefix + key, bytes);
    }

    @Test
    void signedUrl_ofAKey_namesTheObjectAndItsEnd() {
        var url = unreachableStore()
                .signedUrl(ObjectKey.of("gosling/1.0.0/linux-amd64/gosling"), Duration.ofMinutes(90))
                .orElseThrow();

        assertThat(url.getScheme() + "://" + url.getAuthority() + url.getPath())
                .isEqualTo(
                        "http://127.0.0.1:9/" + S3Server.BUCKET + "/" + prefix + "gosling/1.0.0/linux-amd64/gosling");
        assertThat(url.getQuery()).contains("X-Amz-Expires=5400", "X-Amz-Signature=", "/eu-central-1/s3/aws4_request");
    }

    @Test
    void signedUrl_tooShortOrTooLong_isRefused() {
        var key = ObjectKey.of("a");
        for (var validity : List.of(
                Duration.ZERO, Duration.ofMillis(999), Duration.ofDays(7).plusSeconds(1))) {
            assertThatThrownBy(() -> unreachableStore().signedUrl(key, validity))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 second to 7 days");
        }
    }
}
