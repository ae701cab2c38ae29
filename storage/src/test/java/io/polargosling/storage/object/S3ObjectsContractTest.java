package io.polargosling.storage.object;

import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.testkit.contract.ObjectStoreContract;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;

@Tag("backend")
class S3ObjectsContractTest extends ObjectStoreContract {

    private final String prefix = UUID.randomUUID() + "/";

    @Override
    protected ObjectStore newStore() {
        return ObjectStorage.s3(S3Server.shared().bucket(prefix));
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
}
