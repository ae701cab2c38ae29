package io.polargosling.testkit.memory;

import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.contract.Faults;
import io.polargosling.testkit.contract.StoppableDatabase;
import io.polargosling.testkit.contract.StorageContractSuite;

/** Every contract on the stores in memory; in the one about restarts the memory outlives its users. */
class MemoryContractTest extends StorageContractSuite {

    @Override
    protected Storage newStorage() {
        return MemoryStorage.empty();
    }

    @Override
    protected Storage newStorage(Faults faults) {
        return MemoryStorage.cutBy(faults::strikes);
    }

    @Override
    protected StoppableDatabase newDatabase() {
        var memory = MemoryStorage.empty();
        memory.reachable(false);
        return new KeptMemory(memory);
    }

    private record KeptMemory(MemoryStorage memory) implements StoppableDatabase {

        @Override
        public Storage open() {
            return memory;
        }

        @Override
        public void start() {
            memory.reachable(true);
        }

        @Override
        public void stop() {
            memory.reachable(false);
        }

        @Override
        public void close() {
            memory.close();
        }
    }
}
