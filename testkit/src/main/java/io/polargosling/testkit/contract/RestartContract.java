package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.gen.RandomRunners;
import io.polargosling.testkit.gen.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every backend must do when its database, or the program, is not there for a while. */
public abstract class RestartContract {

    private final Random random = new Random(7);

    /** A database of its own, not reachable yet. */
    protected abstract StoppableDatabase newDatabase() throws Exception;

    @Test
    void P31_databaseDownAtStartThenThereThenRestarted_knowsEveryRow() throws Exception {
        try (var database = newDatabase()) {
            List<Runner> written;
            try (var storage = database.open()) {
                assertUnavailable(storage);
                database.start();
                awaitAnswer(storage);
                written = write(storage);
            }
            database.stop();
            try (var storage = database.open()) {
                assertUnavailable(storage);
                database.start();
                awaitAnswer(storage);
                assertThat(storage.runners().ofEgg(StoreContract.EGG)).containsExactlyInAnyOrderElementsOf(written);
                assertThat(storage.leases().find("egg:web").orElseThrow().owner())
                        .contains("owner-1");
            }
        }
    }

    private static void awaitAnswer(Storage storage) {
        await().atMost(Duration.ofSeconds(30))
                .ignoreException(UnavailableException.class)
                .until(() -> storage.eggs().dirty(1).isEmpty());
    }

    private static void assertUnavailable(Storage storage) {
        var operation = Operation.queued(UUID.randomUUID(), "sync", "test", Samples.NOW);
        assertThatThrownBy(storage::check).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> storage.operations().save(operation)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> storage.eggs().dirty(1)).isInstanceOf(UnavailableException.class);
    }

    private List<Runner> write(Storage storage) {
        var fence = storage.leases()
                .take("egg:web", "owner-1", Optional.empty(), Samples.NOW)
                .orElseThrow()
                .fence();
        var written = new ArrayList<Runner>();
        for (int i = 0; i < 5; i++) {
            var fresh = List.of(Samples.runner(StoreContract.EGG, random));
            assertThat(storage.runners().reserve(fresh, SlotLimits.of(5), List.of(), fence))
                    .isInstanceOf(ReserveOutcome.Reserved.class);
            var changed = RandomRunners.changed(fresh.getFirst().withVersion(1), random);
            written.addAll(storage.runners().write(RunnerWrite.fenced(fence, changed)));
        }
        return written;
    }
}
