package io.polargosling.testkit.contract;

import io.polargosling.domain.store.Storage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every suite of the store ports; a backend is a class called {@code NAMEContractTest} that extends this and says how
 * to get a database. What came of it stands in {@code target/contracts.md}.
 */
@ExtendWith(ContractTable.class)
public abstract class StorageContractSuite {

    /** A storage on a new or emptied database; the suite closes it. */
    protected abstract Storage newStorage();

    /** As {@link #newStorage()}, with a connection that breaks where {@code faults} strikes. */
    protected abstract Storage newStorage(Faults faults);

    /** A database of its own. */
    protected abstract StoppableDatabase newDatabase() throws Exception;

    @Nested
    class Atomicity extends AtomicityContract {
        @Override
        protected Storage newStorage(Faults faults) {
            return StorageContractSuite.this.newStorage(faults);
        }
    }

    @Nested
    class Restarts extends RestartContract {
        @Override
        protected StoppableDatabase newDatabase() throws Exception {
            return StorageContractSuite.this.newDatabase();
        }
    }

    @Nested
    class Eggs extends EggStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Activations extends EggActivationContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Buckets extends BucketStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class ManyEggs extends ManyEggsContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Runners extends RunnerStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Slots extends SlotContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class SlotCounts extends SlotCountContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Plans extends PlanStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class TofuRuns extends TofuRunStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Leases extends LeaseStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Syncs extends SyncStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Policies extends PolicyStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Decisions extends DecisionStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Deliveries extends DeliveryStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class ApiTokens extends ApiTokenStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Operations extends OperationStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Audit extends AuditLogContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Sizes extends LargeValueContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Targets extends TargetStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class CiJobs extends CiJobStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Projects extends ProjectStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Jobs extends JobStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class JobRuns extends JobRunStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Infrastructures extends InfrastructureStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Metrics extends RunnerMetricsStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Binaries extends BinaryStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Findings extends FindingStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Breakers extends BreakerStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Requests extends IdempotencyStoreContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Retention extends RetentionContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Histories extends HistoryContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }

    @Nested
    class Statuses extends EggStatusContract {
        @Override
        protected Storage newStorage() {
            return StorageContractSuite.this.newStorage();
        }
    }
}
