package io.polargosling.storage.object;

import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.storage.LocalStack;
import io.polargosling.testkit.contract.ObjectStoreContract;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The objects' contract on LocalStack in a container; runs with {@code -Pcontainers}. */
@Tag("containers")
class S3ContainersIT extends ObjectStoreContract {

    private static final String BUCKET = "objects";
    private static final Region REGION = Region.US_EAST_1;

    private final String prefix = UUID.randomUUID() + "/";

    @BeforeAll
    static void makeBucket() {
        try (var client = S3Client.builder()
                .region(REGION)
                .endpointOverride(LocalStack.address())
                .forcePathStyle(true)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
            var _ = client.createBucket(bucket -> bucket.bucket(BUCKET));
        }
    }

    private ObjectStore store(URI endpoint) {
        return ObjectStorage.s3(new S3Bucket(BUCKET, prefix, REGION.id(), Optional.of(endpoint)));
    }

    @Override
    protected ObjectStore newStore() {
        return store(LocalStack.address());
    }

    @Override
    protected boolean hasAddresses() {
        return true;
    }

    @Override
    protected ObjectStore unreachableStore() {
        // Nothing listens on the port called discard.
        return store(URI.create("http://127.0.0.1:9"));
    }

    @Override
    protected void overwrite(ObjectKey key, byte[] bytes) {
        store(LocalStack.address()).put(key, ObjectContent.of(bytes));
    }
}
