package io.polargosling.storage.dynamodb;

import io.polargosling.domain.pool.CapacityDrift;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotChange;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Slots taken and given back in one write, as conditional changes of the fleet's counters: one of each pool and one,
 * {@code all}, of Apex and serverless together.
 */
record Slots(Fleet fleet, Fleet.Change change) {

    private static final String ALL = CapacityDrift.ALL;

    Slots(Fleet fleet) {
        this(fleet, new Fleet.Change());
    }

    /**
     * Keeps the limits and takes {@code count} slots if they are free.
     *
     * @return what is in use when there is not room for all; only the limits are changed then
     */
    Optional<ReserveOutcome.Exhausted> reserve(Pool pool, int count, SlotLimits limits) {
        keepMaximum(pool.word(), limits.pool());
        boolean inAll = pool.countsInAll();
        limits.all().stream().filter(_ -> inAll).forEach(maximum -> keepMaximum(ALL, maximum));
        if (fleet.used(pool.word()) + count > limits.pool()) {
            change.begin(Fleet.usedBy(pool.word()));
            return Optional.of(
                    new ReserveOutcome.Exhausted(new CapacityUse(pool, fleet.used(pool.word()), limits.pool()), false));
        }
        if (inAll && fleet.used(ALL) + count > limits.all().orElse(Integer.MAX_VALUE)) {
            change.begin(Fleet.usedBy(pool.word()));
            return Optional.of(new ReserveOutcome.Exhausted(
                    new CapacityUse(pool, fleet.used(ALL), limits.all().orElseThrow()), true));
        }
        take(pool.word(), count, OptionalInt.of(limits.pool()));
        if (inAll) {
            take(ALL, count, limits.all());
        }
        return Optional.empty();
    }

    /**
     * Carries out {@code moved}.
     *
     * @throws CapacityException when there is no room for it
     */
    void move(SlotChange moved, Optional<SlotLimits> limits) {
        moved.pools().forEach((pool, count) -> {
            if (count > 0) {
                move(pool, count, limits);
            } else {
                giveBack(pool.word(), -count);
            }
        });
        int ofAll = moved.all();
        if (ofAll > 0) {
            var most = limits.map(SlotLimits::all).orElse(OptionalInt.empty());
            most.ifPresent(maximum -> checkRoom(ALL, ofAll, maximum));
            most.ifPresent(maximum -> keepMaximum(ALL, maximum));
            take(ALL, ofAll, most);
        } else if (ofAll < 0) {
            giveBack(ALL, -ofAll);
        }
    }

    private void move(Pool pool, int count, Optional<SlotLimits> limits) {
        int maximum = limits.map(SlotLimits::pool).orElse(fleet.maximum(pool));
        checkRoom(pool.word(), count, maximum);
        take(pool.word(), count, OptionalInt.of(maximum));
        if (limits.isPresent()) {
            keepMaximum(pool.word(), maximum);
        } else {
            String max = Fleet.max(pool.word());
            change.onlyIf("#" + max + " = :" + max + "_read", ":" + max + "_read", Value.number(maximum));
        }
    }

    private void checkRoom(String counter, int count, int maximum) {
        if (fleet.used(counter) + count > maximum) {
            throw new CapacityException("moving runners of egg \"" + fleet.egg() + "\" between pools: "
                    + fleet.used(counter) + " of " + maximum + " slots of " + counter
                    + " are held (expected: a free one)");
        }
    }

    private void keepMaximum(String counter, int maximum) {
        change.set(Fleet.max(counter), Value.number(maximum));
    }

    private void take(String counter, int count, OptionalInt maximum) {
        String used = Fleet.usedBy(counter);
        if (beginsAll(counter)) {
            begin(fleet.used(ALL) + count);
            return;
        }
        change.add(used, Value.number(count));
        maximum.ifPresent(most -> change.onlyIf(
                "attribute_not_exists(#" + used + ") OR #" + used + " <= :room_" + counter,
                ":room_" + counter,
                Value.number(most - count)));
    }

    /** Never below 0: a counter that says too little is for the recount to mend. */
    private void giveBack(String counter, int count) {
        int given = Math.min(count, fleet.used(counter));
        if (beginsAll(counter)) {
            begin(fleet.used(ALL) - given);
        } else if (given > 0) {
            String used = Fleet.usedBy(counter);
            change.add(used, Value.number(-given))
                    .onlyIf("#" + used + " >= :held_" + counter, ":held_" + counter, Value.number(given));
        }
    }

    private boolean beginsAll(String counter) {
        return counter.equals(ALL) && !fleet.counts(ALL);
    }

    /** The counter of both kinds begins with what the pools' said when they were read. */
    private void begin(int used) {
        change.set(Fleet.usedBy(ALL), Value.number(used)).onlyIf(fleet.asRead());
    }

    /** Writes what {@code live} runners hold where the counters say something else, and tells where. */
    List<CapacityDrift> recount(List<Runner> live) {
        var held = SlotChange.between(
                List.of(),
                live.stream().flatMap(runner -> runner.slots().stream()).toList());
        var drifts = new ArrayList<CapacityDrift>();
        recount(ALL, held.all()).ifPresent(drifts::add);
        for (var pool : Pool.values()) {
            recount(pool.word(), held.of(pool)).ifPresent(drifts::add);
        }
        if (!drifts.isEmpty()) {
            change.onlyIf(fleet.asRead());
        }
        return List.copyOf(drifts);
    }

    private Optional<CapacityDrift> recount(String counter, int counted) {
        int stored = fleet.used(counter);
        if (stored == counted) {
            return Optional.empty();
        }
        change.set(Fleet.usedBy(counter), Value.number(counted));
        return Optional.of(new CapacityDrift(counter, counted, stored));
    }
}
