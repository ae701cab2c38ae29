package io.polargosling.bench.storage;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.gen.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Eggs with runners in a store, made the way the product makes them. */
final class Fleet {

    /** As many as one reservation may take. */
    static final int RUNNERS_OF_EGG = 8;

    private static final int LOADERS = 4;

    private Fleet() {}

    static EggName egg(int number) {
        return EggName.of("egg-" + number);
    }

    /** Declares an egg and reserves its runners; gives them as written. */
    static List<Runner> declare(Storage storage, int number) {
        var egg = egg(number);
        var lease = storage.leases()
                .take("egg:" + egg, "bench", storage.leases().find("egg:" + egg), Samples.NOW)
                .orElseThrow();
        Fence fence = lease.fence();
        var _ = storage.eggs()
                .apply(
                        Samples.eggConfig(egg.value(), 1000L + number),
                        Samples.hash('a'),
                        Samples.COMMIT,
                        Samples.NOW,
                        Samples.audit("egg/" + egg),
                        fence);
        var fresh = new ArrayList<Runner>();
        for (int i = 0; i < RUNNERS_OF_EGG; i++) {
            var id = RunnerId.of("%08x%04x".formatted(number, i));
            fresh.add(Samples.runner(egg, id, Pool.APEX, Samples.NOW.plusSeconds(number)));
        }
        List<AuditEntry> audit = fresh.stream().map(runner -> audit(runner)).toList();
        return switch (storage.runners().reserve(fresh, SlotLimits.of(RUNNERS_OF_EGG), audit, fence)) {
            case ReserveOutcome.Reserved(List<Runner> runners) -> runners;
            case ReserveOutcome.Exhausted full -> throw new IllegalStateException("no room: " + full.use());
        };
    }

    /** Declares the eggs {@code from} to {@code to}, the last left out. */
    static void declareAll(Storage storage, int from, int to) throws Exception {
        try (var pool = Executors.newFixedThreadPool(LOADERS)) {
            var loads = new ArrayList<Future<?>>();
            for (int loader = 0; loader < LOADERS; loader++) {
                int first = from + loader;
                loads.add(pool.submit(() -> {
                    for (int egg = first; egg < to; egg += LOADERS) {
                        var _ = declare(storage, egg);
                    }
                }));
            }
            for (var load : loads) {
                load.get();
            }
        }
    }

    /** A runner ready to go to and fro between idle and busy. */
    static Runner ready(Storage storage, Runner reserved) {
        return transition(storage, transition(storage, reserved, RunnerState.ACTIVE), RunnerState.IDLE);
    }

    /** The next move of that runner: one runner row and one audit row in one atomic write. */
    static Runner move(Storage storage, Runner runner) {
        return transition(storage, runner, runner.state() == RunnerState.IDLE ? RunnerState.BUSY : RunnerState.IDLE);
    }

    private static Runner transition(Storage storage, Runner runner, RunnerState next) {
        var moved = runner.moveTo(next, Samples.NOW, Optional.empty());
        return storage.runners()
                .write(new RunnerWrite(
                        List.of(moved), List.of(audit(runner)), Optional.empty(), Optional.empty(), false))
                .getFirst();
    }

    private static AuditEntry audit(Runner runner) {
        return Samples.audit("runner/" + runner.id());
    }
}
