package io.polargosling.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.CapacityDrift;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.gen.Samples;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counters that somebody changed behind the stores' back. */
class CapacityTest {

    private static final EggName EGG = EggName.of("web");

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=0";
    private final Storage storage = JdbcStorage.open(url);
    private final Random random = new Random(1);
    private Fence fence = new Fence("egg:web", 0);

    @BeforeEach
    void reserveTwo() {
        fence = storage.leases()
                .take("egg:web", "me", Optional.empty(), Samples.NOW)
                .orElseThrow()
                .fence();
        assertThat(reserve(SlotLimits.of(5))).isInstanceOf(ReserveOutcome.Reserved.class);
        assertThat(reserve(SlotLimits.of(5))).isInstanceOf(ReserveOutcome.Reserved.class);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private ReserveOutcome reserve(SlotLimits limits) {
        return storage.runners().reserve(List.of(Samples.runner(EGG, random)), limits, List.of(), fence);
    }

    private void change(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var open = connection.createStatement()) {
            assertThat(open.executeUpdate(statement)).isPositive();
        }
    }

    @Test
    void recount_countersThatDrifted_areCorrectedAndToldOnce() throws SQLException {
        change("UPDATE capacity SET used = 4 WHERE pool = 'apex'");
        change("UPDATE capacity SET used = 1 WHERE pool = 'all'");

        assertThat(storage.runners().recount(EGG, fence))
                .containsExactly(new CapacityDrift(CapacityDrift.ALL, 2, 1), new CapacityDrift("apex", 2, 4));

        assertThat(storage.runners().recount(EGG, fence)).isEmpty();
        assertThat(storage.runners().capacity(EGG)).containsExactly(new CapacityUse(Pool.APEX, 2, 5));
    }

    @Test
    void recount_countersLost_areMadeAgain() throws SQLException {
        change("DELETE FROM capacity");

        assertThat(storage.runners().recount(EGG, fence))
                .containsExactly(new CapacityDrift(CapacityDrift.ALL, 2, 0), new CapacityDrift("apex", 2, 0));
        assertThat(reserve(SlotLimits.of(2))).isInstanceOf(ReserveOutcome.Exhausted.class);
    }

    @Test
    void reserve_counterOfBothKindsNeverWritten_beginsWithWhatThePoolsSay() throws SQLException {
        change("DELETE FROM capacity WHERE pool = 'all'");

        assertThat(reserve(SlotLimits.of(5).withAll(2)))
                .isEqualTo(new ReserveOutcome.Exhausted(new CapacityUse(Pool.APEX, 2, 2), true));
        assertThat(reserve(SlotLimits.of(5).withAll(3))).isInstanceOf(ReserveOutcome.Reserved.class);
        assertThat(storage.runners().recount(EGG, fence)).isEmpty();
    }
}
