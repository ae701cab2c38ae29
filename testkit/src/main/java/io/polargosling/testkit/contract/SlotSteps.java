package io.polargosling.testkit.contract;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerStore;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.testkit.gen.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the contracts of slots share: runners brought to where they hold what is asked about. */
abstract class SlotSteps extends StoreContract {

    static final SlotLimits WIDE = SlotLimits.of(1000);

    private final Random random = new Random(42);

    final RunnerStore runners() {
        return storage().runners();
    }

    final Runner fresh(EggName egg, Pool slot, RandomGenerator source) {
        return Samples.runner(egg, RunnerId.random(source), slot, Samples.NOW);
    }

    final ReserveOutcome reserve(Pool slot, int count, SlotLimits limits, Fence fence) {
        var fresh = Stream.generate(() -> fresh(EGG, slot, random)).limit(count).toList();
        return runners().reserve(fresh, limits, List.of(), fence);
    }

    final Runner reserved(Pool slot, Fence fence) {
        return switch (reserve(slot, 1, WIDE, fence)) {
            case ReserveOutcome.Reserved done -> done.runners().getFirst();
            case ReserveOutcome.Exhausted none -> throw new AssertionError("no room: " + none);
        };
    }

    final Runner moved(Runner runner, RunnerState next, SlotLimits limits, Fence fence) {
        var moved = runner.moveTo(next, Samples.NOW, Optional.empty());
        return runners()
                .write(RunnerWrite.fenced(fence, moved).withLimits(limits))
                .getFirst();
    }

    final Runner brought(Fence fence, RunnerState... way) {
        var runner = reserved(Pool.APEX, fence);
        for (var next : way) {
            runner = moved(runner, next, WIDE, fence);
        }
        return runner;
    }

    final Runner idle(Fence fence) {
        return brought(fence, RunnerState.ACTIVE, RunnerState.IDLE);
    }

    final Runner dormant(Fence fence) {
        return moved(moved(idle(fence), RunnerState.DEMOTING, WIDE, fence), RunnerState.DORMANT, WIDE, fence);
    }

    final Map<Pool, Integer> used() {
        return used(EGG);
    }

    final Map<Pool, Integer> used(EggName egg) {
        return runners().capacity(egg).stream()
                .filter(use -> use.used() > 0)
                .collect(Collectors.toMap(CapacityUse::pool, CapacityUse::used));
    }
}
