package io.polargosling.testkit.memory;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
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
    private final Table.Index<RunnerId, EggName, Runner> live;
    private final Table<Counter, CapacityUse> capacity;

    MemoryRunners(Rows rows, MemoryEggs eggs, MemoryPlans plans, MemoryAudit audit) {
        this.rows = rows;
        this.eggs = eggs;
        this.plans = plans;
        this.audit = audit;
        leases = eggs.leases();
        runners = new Table<>(rows, "runners");
        live = runners.by(runner -> Optional.of(runner.egg()).filter(_ -> runner.state() != RunnerState.TERMINATED));
        capacity = new Table<>(rows, "capacity");
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
                runners.all().stream()
                        .filter(runner -> filter.egg()
                                .filter(egg -> !egg.equals(runner.egg()))
                                .isEmpty())
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
    public ReserveOutcome reserve(List<Runner> fresh, int maximum, List<AuditEntry> entries, Fence fence) {
        var counter = new Counter(RunnerWrite.eggOf(fresh), RunnerWrite.poolOf(fresh));
        return rows.write(() -> {
            leases.hold(fence);
            int used = capacity.find(counter).map(CapacityUse::used).orElse(0);
            boolean room = used + fresh.size() <= maximum;
            var use = new CapacityUse(counter.pool(), room ? used + fresh.size() : used, maximum);
            capacity.put(counter, use);
            if (!room) {
                return new ReserveOutcome.Exhausted(use);
            }
            var written = fresh.stream().map(runner -> runner.withVersion(1)).toList();
            written.forEach(runner -> runners.insert(runner.id(), runner));
            entries.forEach(audit::add);
            return new ReserveOutcome.Reserved(written);
        });
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
            var written = changeAll(write.runners());
            write.audit().forEach(audit::add);
            write.plan().ifPresent(plans::save);
            if (write.raiseGeneration()) {
                egg.ifPresent(eggs::raise);
            }
            return written;
        });
    }

    private List<Runner> changeAll(List<Runner> wanted) {
        var written = new ArrayList<Runner>();
        var given = new ArrayList<Counter>();
        var taken = new ArrayList<Counter>();
        for (var runner : wanted) {
            var stored = runners.find(runner.id())
                    .orElseThrow(() -> new ConflictException(
                            "writing runner \"" + runner.id() + "\": there is no such row (expected: a reserved one)"));
            check(stored, runner);
            var changed = runner.withVersion(runner.version() + 1);
            runners.put(runner.id(), changed);
            written.add(changed);
            if (!stored.slot().equals(runner.slot())) {
                stored.slot().ifPresent(pool -> given.add(new Counter(stored.egg(), pool)));
                runner.slot().ifPresent(pool -> taken.add(new Counter(stored.egg(), pool)));
            }
        }
        given.forEach(this::giveBack);
        taken.forEach(this::takeOne);
        return written;
    }

    private static void check(Runner stored, Runner wanted) {
        if (stored.version() != wanted.version()) {
            throw new ConflictException("writing runner \"" + wanted.id() + "\" at version " + wanted.version()
                    + ": it has changed (stored: " + stored.version() + "; read it again)");
        }
        if (!stored.state().mayBecome(wanted.state())) {
            throw new ConflictException("moving runner \"" + wanted.id() + "\" from "
                    + stored.state().word() + " to " + wanted.state().word() + ": not a legal move");
        }
    }

    private void giveBack(Counter counter) {
        capacity.find(counter)
                .filter(use -> use.used() > 0)
                .ifPresent(use -> capacity.put(counter, new CapacityUse(use.pool(), use.used() - 1, use.maximum())));
    }

    private void takeOne(Counter counter) {
        var stored = capacity.find(counter)
                .filter(use -> use.used() < use.maximum())
                .orElseThrow(() -> new ConflictException("moving a runner of egg \"" + counter.egg() + "\" to pool "
                        + counter.pool().word() + ": no free slot (expected: one; reserve first or make room)"));
        capacity.put(counter, new CapacityUse(stored.pool(), stored.used() + 1, stored.maximum()));
    }

    @Override
    public List<CapacityUse> capacity(EggName egg) {
        return rows.read(() -> Stream.of(Pool.values())
                .flatMap(pool -> capacity.find(new Counter(egg, pool)).stream())
                .sorted(Comparator.comparing(use -> use.pool().word()))
                .toList());
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
