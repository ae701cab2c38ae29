package io.polargosling.storage.jdbc;

import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.contract.ApiTokenStoreContract;
import io.polargosling.testkit.contract.AuditLogContract;
import io.polargosling.testkit.contract.BinaryStoreContract;
import io.polargosling.testkit.contract.BreakerStoreContract;
import io.polargosling.testkit.contract.CiJobStoreContract;
import io.polargosling.testkit.contract.ConfigurationStoreContract;
import io.polargosling.testkit.contract.DecisionStoreContract;
import io.polargosling.testkit.contract.DeliveryStoreContract;
import io.polargosling.testkit.contract.EggStoreContract;
import io.polargosling.testkit.contract.FindingStoreContract;
import io.polargosling.testkit.contract.HistoryContract;
import io.polargosling.testkit.contract.IdempotencyStoreContract;
import io.polargosling.testkit.contract.JobRunStoreContract;
import io.polargosling.testkit.contract.JobStoreContract;
import io.polargosling.testkit.contract.LeaseStoreContract;
import io.polargosling.testkit.contract.OperationStoreContract;
import io.polargosling.testkit.contract.PlanStoreContract;
import io.polargosling.testkit.contract.PolicyStoreContract;
import io.polargosling.testkit.contract.ProjectStoreContract;
import io.polargosling.testkit.contract.RetentionContract;
import io.polargosling.testkit.contract.RunnerMetricsStoreContract;
import io.polargosling.testkit.contract.RunnerStoreContract;
import io.polargosling.testkit.contract.SyncStoreContract;
import io.polargosling.testkit.contract.TargetStoreContract;
import io.polargosling.testkit.contract.TofuRunStoreContract;
import java.util.UUID;
import org.junit.jupiter.api.Nested;

/** Every contract on H2 in memory. */
class H2ContractTest {

    static Storage inMemory() {
        // Dropped with its last connection, which is when the storage is closed.
        return JdbcStorage.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=0");
    }

    @Nested
    class Eggs extends EggStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Runners extends RunnerStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Plans extends PlanStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class TofuRuns extends TofuRunStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Leases extends LeaseStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Syncs extends SyncStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Policys extends PolicyStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Decisions extends DecisionStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Deliverys extends DeliveryStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class ApiTokens extends ApiTokenStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Operations extends OperationStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Audit extends AuditLogContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Targets extends TargetStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class CiJobs extends CiJobStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Projects extends ProjectStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Jobs extends JobStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class JobRuns extends JobRunStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Configurations extends ConfigurationStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Metrics extends RunnerMetricsStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Binaries extends BinaryStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Findings extends FindingStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Breakers extends BreakerStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Requests extends IdempotencyStoreContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Retention extends RetentionContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }

    @Nested
    class Histories extends HistoryContract {
        @Override
        protected Storage newStorage() {
            return inMemory();
        }
    }
}
