package io.polargosling.storage.jdbc;

import io.polargosling.domain.store.Storage;
import io.polargosling.storage.jdbc.ydbdouble.YdbDouble;
import io.polargosling.testkit.contract.ApiTokenStoreContract;
import io.polargosling.testkit.contract.AuditLogContract;
import io.polargosling.testkit.contract.DecisionStoreContract;
import io.polargosling.testkit.contract.DeliveryStoreContract;
import io.polargosling.testkit.contract.EggStoreContract;
import io.polargosling.testkit.contract.LeaseStoreContract;
import io.polargosling.testkit.contract.OperationStoreContract;
import io.polargosling.testkit.contract.PlanStoreContract;
import io.polargosling.testkit.contract.PolicyStoreContract;
import io.polargosling.testkit.contract.RunnerStoreContract;
import io.polargosling.testkit.contract.SyncStoreContract;
import io.polargosling.testkit.contract.TofuRunStoreContract;
import org.junit.jupiter.api.Nested;

/** Every contract on the real driver and a stand-in for its server. */
class YdbDoubleContractTest {

    static Storage inMemory() {
        return JdbcStorage.open(YdbDouble.create().url());
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
}
