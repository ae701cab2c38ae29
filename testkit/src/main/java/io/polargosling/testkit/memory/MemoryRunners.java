package io.polargosling.testkit.memory;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.pool.CapacityDrift;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotChange;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerStore;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runners and the slots they hold. */
final class MemoryRunners implements RunnerStore {

    private static final Listing<Runner, Listing.Moment> NEWEST = Listing.newest(
            runner -> runner.origin().createdAt(), runner -> runner.id().value());
    private static final Listing<Runner, Listing.Moment> OLDEST = Listing.oldest(
            runner -> runner.origin().createdAt(), runner -> runner.id().value());

    private final Rows rows;
    private final MemoryLeases leases;
    private final MemoryEggs eggs;
    private final MemoryPlans plans;
    private final MemoryAudit audit;
    private final Table<RunnerId, Runner> runners;
    private final Table.Index<RunnerId, EggName, Runner> byEgg;
    private final Table.Index<RunnerId, EggName, Runner> live;
    /** What was last said of how many slots there may be; how many are held is counted in the rows. */
    private final Table<Counter, Integer> maxima;

    MemoryRunners(Rows rows, MemoryEggs eggs, MemoryPlans plans, MemoryAudit audit) {
        this.rows = rows;
        this.eggs = eggs;
        this.plans = plans;
        this.audit = audit;
        leases = eggs.leases();
        runners = new Table<>(rows, "runners");
        byEgg = runners.by(runner -> Optional.of(runner.egg()));
        live = runners.by(runner -> Optional.of(runner.egg()).filter(_ -> runner.state() != RunnerState.TERMINATED));
        maxima = new Table<>(rows, "capacity");
    }

    private record Counter(EggName egg, Pool pool) {}

    @Override
    public Optional<Runner> find(RunnerId id) {
        return rows.read(() -> runners.find(id));
    }

    @Override
    public List<Runner> ofEgg(EggName egg) {
        return rows.read(() -> OLDEST.sorted(live.of(egg).stream()).toList());
    }

    @Override
    public Page<Runner> list(RunnerFilter filter, PageRequest page) {
        return rows.read(() -> NEWEST.page(
                filter.egg().map(byEgg::of).orElseGet(runners::all).stream()
                        .filter(runner -> filter.state()
                                .filter(state -> state != runner.state())
                                .isEmpty()),
                page));
    }

    @Override
    public List<EggName> due(Instant now, int limit) {
        return rows.read(() -> {
            var earliest = new TreeMap<EggName, Instant>();
            live.all()
                    .forEach(ofEgg -> ofEgg.values()
                            .forEach(runner -> Stream.of(
                                            runner.schedule().deadline(),
                                            runner.schedule().nextAction())
                                    .flatMap(Optional::stream)
                                    .filter(at -> !at.isAfter(now))
                                    .forEach(at -> earliest.merge(
                                            runner.egg(), at, (one, other) -> one.isBefore(other) ? one : other))));
            return earliest.entrySet().stream()
                    .sorted(Map.Entry.<EggName, Instant>comparingByValue()
                            .thenComparing(Map.Entry::getKey, Comparator.naturalOrder()))
                    .limit(limit)
                    .map(Map.Entry::getKey)
                    .toList();
        });
    }

    @Override
    public ReserveOutcome reserve(List<Runner> fresh, SlotLimits limits, List<AuditEntry> entries, Fence fence) {
        var egg = RunnerWrite.eggOf(fresh);
        var pool = RunnerWrite.poolOf(fresh);
        return rows.write(() -> {
            leases.hold(fence);
            maxima.put(new Counter(egg, pool), limits.pool());
            int used = used(egg, pool);
            if (used + fresh.size() > limits.pool()) {
                return new ReserveOutcome.Exhausted(new CapacityUse(pool, used, limits.pool()));
            }
            int all = usedByAll(egg);
            if (pool.countsInAll() && all + fresh.size() > limits.all().orElse(Integer.MAX_VALUE)) {
                return new ReserveOutcome.Exhausted(
                        new CapacityUse(pool, all, limits.all().orElseThrow()), true);
            }
            var written = fresh.stream().map(runner -> runner.withVersion(1)).toList();
            written.forEach(runner -> runners.insert(runner.id(), runner));
            entries.forEach(audit::add);
            return new ReserveOutcome.Reserved(written);
        });
    }

    private int used(EggName egg, Pool pool) {
        return (int) live.of(egg).stream()
                .filter(runner -> runner.slots().contains(pool))
                .count();
    }

    private int usedByAll(EggName egg) {
        return Stream.of(Pool.values())
                .filter(Pool::countsInAll)
                .mapToInt(pool -> used(egg, pool))
                .sum();
    }

    @Override
    public List<Runner> write(RunnerWrite write) {
        if (write.runners().size() > RunnerWrite.MAX_RUNNERS || write.audit().size() > RunnerWrite.MAX_RUNNERS) {
            throw new InvalidException("writing " + write.runners().size() + " runners with "
                    + write.audit().size() + " audit rows (expected: at most " + RunnerWrite.MAX_RUNNERS + " of each)");
        }
        var egg = write.runners().isEmpty()
                ? write.plan().map(Plan::egg)
                : Optional.of(RunnerWrite.eggOf(write.runners()));
        return rows.write(() -> {
            write.fence().ifPresent(leases::hold);
            var written = changeAll(write);
            write.audit().forEach(audit::add);
            write.plan().ifPresent(plans::save);
            if (write.raiseGeneration()) {
                egg.ifPresent(eggs::raise);
            }
            return written;
        });
    }

    private List<Runner> changeAll(RunnerWrite write) {
        var written = new ArrayList<Runner>();
        // What a runner was reserved as never changes.
        var kept = new ArrayList<Runner>();
        var before = new ArrayList<Pool>();
        var after = new ArrayList<Pool>();
        for (var runner : write.runners()) {
            var stored = runners.find(runner.id())
                    .orElseThrow(() -> new ConflictException(
                            "writing runner \"" + runner.id() + "\": there is no such row (expected: a reserved one)"));
            check(stored, runner);
            written.add(runner.withVersion(runner.version() + 1));
            kept.add(runner.withOrigin(stored.origin()).withVersion(runner.version() + 1));
            before.addAll(stored.slots());
            after.addAll(runner.slots());
        }
        var change = SlotChange.between(before, after);
        if (!change.isEmpty()) {
            requireRoom(RunnerWrite.eggOf(write.runners()), change, write.limits());
        }
        kept.forEach(runner -> runners.put(runner.id(), runner));
        return written;
    }

    private void requireRoom(EggName egg, SlotChange change, Optional<SlotLimits> limits) {
        int most = limits.map(SlotLimits::all).orElse(OptionalInt.empty()).orElse(Integer.MAX_VALUE);
        requireRoom(egg, "all", usedByAll(egg), change.all(), most);
        for (var pool : Pool.values()) {
            var counter = new Counter(egg, pool);
            int known = maxima.find(counter).orElse(0);
            int maximum = change.of(pool) > 0 ? limits.map(SlotLimits::pool).orElse(known) : known;
            requireRoom(egg, pool.word(), used(egg, pool), change.of(pool), maximum);
            if (change.of(pool) != 0) {
                maxima.put(counter, maximum);
            }
        }
    }

    private static void requireRoom(EggName egg, String counter, int used, int count, int maximum) {
        if (count > 0 && used + count > maximum) {
            throw new CapacityException("moving runners of egg \"" + egg + "\" between pools: " + used + " of "
                    + maximum + " slots of " + counter + " are held (expected: a free one)");
        }
    }

    private static void check(Runner stored, Runner wanted) {
        if (stored.version() != wanted.version()) {
            throw new ConflictException("writing runner \"" + wanted.id() + "\" at version " + wanted.version()
                    + ": it has changed (stored: " + stored.version() + "; read it again)");
        }
        if (!stored.egg().equals(wanted.egg())) {
            throw new ConflictException("writing runner \"" + wanted.id() + "\" of egg \"" + wanted.egg()
                    + "\": it is another egg's (expected: \"" + stored.egg() + "\")");
        }
        if (!stored.state().mayBecome(wanted.state())) {
            throw new ConflictException("moving runner \"" + wanted.id() + "\" from "
                    + stored.state().word() + " to " + wanted.state().word() + ": not a legal move");
        }
    }

    @Override
    public List<CapacityUse> capacity(EggName egg) {
        return rows.read(() -> Stream.of(Pool.values())
                .flatMap(pool -> maxima.find(new Counter(egg, pool)).stream()
                        .map(maximum -> new CapacityUse(pool, used(egg, pool), maximum)))
                .sorted(Comparator.comparing(use -> use.pool().word()))
                .toList());
    }

    /** What is counted in the rows cannot differ from them. */
    @Override
    public List<CapacityDrift> recount(EggName egg, Fence fence) {
        return rows.write(() -> {
            leases.hold(fence);
            return List.of();
        });
    }

    @Override
    public int forgetTerminated(Instant limit, int atMost) {
        return runners.forget(
                runners.all().stream()
                        .filter(runner -> runner.state() == RunnerState.TERMINATED
                                && runner.status().since().isBefore(limit)),
                atMost,
                Runner::id);
    }
}
