package io.polargosling.storage.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.testkit.contract.ObjectStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectsContractTest extends ObjectStoreContract {

    @TempDir
    private Path folder;

    @Override
    protected ObjectStore newStore() {
        return ObjectStorage.files(folder.resolve("store"));
    }

    @Override
    protected boolean hasAddresses() {
        return false;
    }

    @Override
    protected ObjectStore unreachableStore() {
        try {
            // A folder can not be made below a file.
            return ObjectStorage.files(Files.createFile(folder.resolve("file")).resolve("store"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void overwrite(ObjectKey key, byte[] bytes) throws IOException {
        Files.write(folder.resolve("store/objects/" + key + "@"), bytes);
    }

    @Test
    void put_anyOutcome_leavesNothingBeside() throws IOException {
        var store = newStore();
        store.put(ObjectKey.of("a"), ObjectContent.of(new byte[5]));
        assertThat(store.putIfAbsent(ObjectKey.of("a"), ObjectContent.of(new byte[5])))
                .isFalse();
        try (var left = Files.list(folder.resolve("store/incoming"))) {
            assertThat(left).isEmpty();
        }
    }
}
