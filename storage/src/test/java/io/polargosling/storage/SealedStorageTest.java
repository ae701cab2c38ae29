package io.polargosling.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.envelope.Envelope;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.testkit.contract.PlanStoreContract;
import io.polargosling.testkit.contract.RunnerStoreContract;
import io.polargosling.testkit.gen.Samples;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SealedStorageTest {

    private static final String PLAIN = "{\"subnet\":\"the-quiet-one\"}";

    private final Storage database = inMemory();
    private final Storage sealed = sealed(database);

    @AfterEach
    void close() {
        sealed.close();
    }

    @Test
    void P34_planInputs_areUnreadableInTheDatabase() {
        var egg = Samples.eggConfig("web");
        Lease lease = lease();
        var _ = sealed.eggs()
                .apply(egg, Samples.hash('a'), Samples.COMMIT, Samples.NOW, Samples.audit("egg/web"), lease.fence());
        var fresh = List.of(Samples.runner(egg.name(), RunnerId.of("abcdef123456"), Pool.APEX, Samples.NOW));
        var reserved = (ReserveOutcome.Reserved)
                sealed.runners().reserve(fresh, SlotLimits.of(1), List.of(Samples.audit("runner/x")), lease.fence());
        Plan alone = plan();
        Plan saved = sealed.plans().save(alone, lease.fence());
        assertThat(saved).isEqualTo(alone.withVersion(1));
        Plan beside = plan();
        var moved = reserved.runners().getFirst().moveTo(RunnerState.ACTIVE, Samples.NOW, Optional.empty());
        var _ = sealed.runners()
                .write(new RunnerWrite(
                        List.of(moved),
                        List.of(Samples.audit("runner/x")),
                        Optional.of(beside),
                        Optional.of(lease.fence()),
                        false));

        for (Plan written : List.of(alone, beside)) {
            Plan stored = database.plans().find(written.id()).orElseThrow();
            assertThat(stored.toString()).doesNotContain("subnet", "quiet");
            assertThat(stored.inputs().variables()).hasSizeGreaterThan(PLAIN.length());
            assertThat(sealed.plans().find(written.id()).orElseThrow().inputs()).isEqualTo(written.inputs());
        }
        assertThat(sealed.plans().ofEgg(egg.name(), PageRequest.first(10)).items())
                .hasSize(2)
                .allSatisfy(plan -> assertThat(plan.inputs().variables()).isEqualTo(PLAIN));
        assertThat(sealed.plans().open(egg.name()))
                .hasSize(2)
                .allSatisfy(plan -> assertThat(plan.inputs().variables()).isEqualTo(PLAIN));
        assertThat(sealed.statuses().of(egg.name()).orElseThrow().plans())
                .hasSize(2)
                .allSatisfy(plan -> assertThat(plan.inputs().variables()).isEqualTo(PLAIN));
    }

    @Test
    void find_sealedInputsMovedToAnotherRow_isRefused() {
        Plan first = sealed.plans().save(plan(), lease().fence());
        String stolen = database.plans().find(first.id()).orElseThrow().inputs().variables();
        Plan other = plan();
        var _ = database.plans().save(other.withInputs(other.inputs().withVariables(stolen)), lease().fence());
        assertThatThrownBy(() -> sealed.plans().find(other.id())).isInstanceOf(InternalException.class);
    }

    @Test
    void save_programWithoutSecrets_isRefusedAndReadsNoInputs() {
        var without = new SealedStorage(database, Optional.empty());
        Plan written = sealed.plans().save(plan(), lease().fence());
        Plan read = without.plans().find(written.id()).orElseThrow();
        assertThat(read.inputs().variables()).isEmpty();
        assertThatThrownBy(() -> without.plans().save(read, lease().fence()))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("mothergoose-worker");
    }

    @Nested
    class Plans extends PlanStoreContract {
        @Override
        protected Storage newStorage() {
            return sealed(inMemory());
        }
    }

    @Nested
    class Runners extends RunnerStoreContract {
        @Override
        protected Storage newStorage() {
            return sealed(inMemory());
        }
    }

    private static Storage inMemory() {
        return JdbcStorage.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=0");
    }

    private static Storage sealed(Storage storage) {
        var uri = SecretUri.of("local://gosling/data-keys");
        return new SealedStorage(storage, Optional.of(Envelope.of(new MemorySecrets(), uri, InstantSource.system())));
    }

    private Lease lease() {
        return sealed.leases()
                .take("egg:web", "owner", sealed.leases().find("egg:web"), Samples.NOW)
                .orElseThrow();
    }

    private static Plan plan() {
        var plan = Samples.plan(Samples.eggConfig("web").name(), Samples.NOW);
        return plan.withInputs(plan.inputs().withVariables(PLAIN));
    }
}
