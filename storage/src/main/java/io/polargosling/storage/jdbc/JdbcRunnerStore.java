package io.polargosling.storage.jdbc;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.pool.CapacityDrift;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotChange;
import io.polargosling.domain.pool.SlotLimits;
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
import java.util.Optional;

/**
 * Runners and slots. Locks are always taken in the order lease, runners by id, counters, egg, so that two writes wait
 * for each other and never in a circle.
 */
final class JdbcRunnerStore implements RunnerStore {

    private static final NewestFirst<Runner> NEWEST = new NewestFirst<>(
            "created_at",
            RunnerRows::runner,
            runner -> new Cursor.TimeAndId(
                    runner.origin().createdAt(), runner.id().value()));

    private final Database database;

    JdbcRunnerStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Runner> find(RunnerId id) {
        return database.read(
                "reading runner \"" + id + "\"",
                db -> db.find(RunnerRows.TABLE.select().where("id", id.value()), RunnerRows::runner));
    }

    @Override
    public List<Runner> ofEgg(EggName egg) {
        return database.read("reading the runners of egg \"" + egg + "\"", db -> RunnerRows.live(db, egg));
    }

    @Override
    public Page<Runner> list(RunnerFilter filter, PageRequest page) {
        var rows = RunnerRows.TABLE.select().by(index(filter));
        filter.egg().ifPresent(egg -> rows.where("egg_name", egg.value()));
        filter.state().ifPresent(state -> rows.where("state", state.word()));
        return database.read("listing runners", db -> NEWEST.page(db, rows, page));
    }

    private static String index(RunnerFilter filter) {
        return "runners" + (filter.egg().isPresent() ? "_egg" : "")
                + (filter.state().isPresent() ? "_state" : "") + "_newest";
    }

    @Override
    public List<EggName> due(Instant now, int limit) {
        return database.read("listing overdue eggs", db -> DueEggs.find(db, now, limit));
    }

    @Override
    public ReserveOutcome reserve(List<Runner> fresh, SlotLimits limits, List<AuditEntry> audit, Fence fence) {
        var egg = RunnerWrite.eggOf(fresh);
        var pool = RunnerWrite.poolOf(fresh);
        return database.write("reserving " + fresh.size() + " runners of egg \"" + egg + "\"", db -> {
            Fences.hold(db, fence);
            var full = new Capacity(db, egg).reserve(pool, fresh.size(), limits);
            if (full.isPresent()) {
                return full.get();
            }
            for (var runner : fresh) {
                RunnerRows.insert(db, runner);
            }
            audit.forEach(entry -> JdbcAuditLog.add(db, entry));
            return new ReserveOutcome.Reserved(
                    fresh.stream().map(runner -> runner.withVersion(1)).toList());
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
        return database.write(
                "writing runners of egg \"" + egg.map(EggName::value).orElse("") + "\"", db -> {
                    write.fence().ifPresent(fence -> Fences.hold(db, fence));
                    changeAll(db, write);
                    write.audit().forEach(entry -> JdbcAuditLog.add(db, entry));
                    write.plan().ifPresent(plan -> {
                        var _ = JdbcPlanStore.save(db, plan);
                    });
                    if (write.raiseGeneration()) {
                        egg.ifPresent(name -> {
                            var _ = EggRows.raiseGeneration(db, name);
                        });
                    }
                    return write.runners().stream()
                            .map(runner -> runner.withVersion(runner.version() + 1))
                            .toList();
                });
    }

    @Override
    public List<CapacityUse> capacity(EggName egg) {
        return database.read("reading the capacity of egg \"" + egg + "\"", db -> Capacity.of(db, egg));
    }

    /** The counters first: whoever changes what a runner holds has to wait for them before its commit. */
    @Override
    public List<CapacityDrift> recount(EggName egg, Fence fence) {
        return database.write("recounting the slots of egg \"" + egg + "\"", db -> {
            Fences.hold(db, fence);
            return new Capacity(db, egg).recount(() -> RunnerRows.live(db, egg));
        });
    }

    private static void changeAll(Session db, RunnerWrite write) {
        var before = new ArrayList<Pool>();
        var after = new ArrayList<Pool>();
        for (var runner : write.runners().stream()
                .sorted(Comparator.comparing(Runner::id))
                .toList()) {
            var stored = RunnerRows.lock(db, runner.id())
                    .orElseThrow(() -> new ConflictException(
                            "writing runner \"" + runner.id() + "\": there is no such row (expected: a reserved one)"));
            check(stored, runner);
            RunnerRows.update(db, runner);
            before.addAll(stored.slots());
            after.addAll(runner.slots());
        }
        var change = SlotChange.between(before, after);
        if (!change.isEmpty()) {
            new Capacity(db, RunnerWrite.eggOf(write.runners())).change(change, write.limits());
        }
    }

    private static void check(Runner stored, Runner wanted) {
        if (stored.version() != wanted.version()) {
            throw stale(wanted, stored);
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

    private static ConflictException stale(Runner wanted, Runner stored) {
        return new ConflictException("writing runner \"" + wanted.id() + "\" at version " + wanted.version()
                + ": it has changed (stored: " + stored.version() + "; read it again)");
    }

    @Override
    public int forgetTerminated(Instant limit, int atMost) {
        return database.write(
                "forgetting old runners",
                db -> Expiry.delete(
                        db,
                        RunnerRows.TABLE
                                .select()
                                .only("id")
                                .by("runners_ended")
                                .where("state", RunnerState.TERMINATED.word())
                                .below("state_since", limit)
                                .rising("state_since"),
                        atMost,
                        cells -> RunnerRows.TABLE.row().set("id", cells.text("id"))));
    }
}
