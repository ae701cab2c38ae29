package io.polargosling.storage.dynamodb;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.CapacityDrift;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
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
import java.util.List;
import java.util.Optional;

/** Runners and slots. */
final class DynamoDbRunnerStore implements RunnerStore {

    private final Table table;

    DynamoDbRunnerStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<Runner> find(RunnerId id) {
        return table.get("reading runner \"" + id + "\"", Keys.runner(id)).map(RunnerItems::runner);
    }

    @Override
    public List<Runner> ofEgg(EggName egg) {
        return look("reading the runners of egg \"" + egg + "\"", egg).live();
    }

    /** An egg's counters and its runners, as they were at one time. */
    private record Look(Fleet fleet, List<Runner> live) {}

    private Look look(String what, EggName egg) {
        for (int repetition = 0; repetition <= Clients.REPETITIONS; repetition++) {
            var fleet = Fleet.read(table, what, egg);
            var runners = RunnerItems.live(table, what, fleet);
            if (runners.isPresent()) {
                return new Look(fleet, runners.get());
            }
            Table.pause(what, repetition);
        }
        throw new UnavailableException(what + ": they changed at every look (try again later)");
    }

    @Override
    public Page<Runner> list(RunnerFilter filter, PageRequest page) {
        var egg = filter.egg();
        var state = filter.state();
        if (egg.isPresent() && state.isPresent() && state.get() != RunnerState.TERMINATED) {
            return live(egg.get(), state.get(), page);
        }
        if (egg.isPresent()) {
            return list(Index.LIST_2, List.of(RunnerItems.ofEgg(egg.get())), state, page);
        }
        return state.map(only -> list(Index.LIST_3, Shards.all(RunnerItems.inState(only)), state, page))
                .orElseGet(() -> list(Index.LIST_1, List.of(RunnerItems.ALL), state, page));
    }

    private Page<Runner> list(Index index, List<String> parts, Optional<RunnerState> state, PageRequest page) {
        return Listing.falling(
                        table,
                        index,
                        parts,
                        row -> Optional.of(RunnerItems.runner(row))
                                .filter(runner -> state.isEmpty() || state.get() == runner.state()))
                .page("listing runners", page);
    }

    /** The live runners of an egg are few, and their list has no index that could be behind. */
    private Page<Runner> live(EggName egg, RunnerState state, PageRequest page) {
        int limit = Cursor.limit(page);
        var after = Cursor.timeAndId(page);
        var rows = ofEgg(egg).reversed().stream()
                .filter(runner -> runner.state() == state)
                .filter(runner -> after.isEmpty() || RunnerItems.place(runner).compareTo(after.get()) < 0)
                .toList();
        var items = rows.subList(0, Math.min(limit, rows.size()));
        return new Page<>(
                items,
                rows.size() > limit
                        ? Optional.of(Cursor.encode(RunnerItems.place(items.getLast())))
                        : Optional.empty());
    }

    @Override
    public List<EggName> due(Instant now, int limit) {
        return new DueEggs(table).until(now, limit);
    }

    @Override
    public ReserveOutcome reserve(List<Runner> fresh, SlotLimits limits, List<AuditEntry> audit, Fence fence) {
        var egg = RunnerWrite.eggOf(fresh);
        var pool = RunnerWrite.poolOf(fresh);
        String what = "reserving " + fresh.size() + " runners of egg \"" + egg + "\"";
        return table.write(what, transaction -> {
            transaction.hold(fence);
            var slots = new Slots(Fleet.read(table, what, egg));
            var full = slots.reserve(pool, fresh.size(), limits);
            if (full.isPresent()) {
                slots.change().addTo(transaction, egg);
                return full.get();
            }
            var written = fresh.stream().map(runner -> runner.withVersion(1)).toList();
            var together = RunnerItems.together(written);
            for (var runner : written) {
                transaction.put(RunnerItems.item(runner, together), Expression.absent(), () -> existsAlready(runner));
            }
            slots.change()
                    .add(
                            Fleet.LIVE,
                            Value.texts(
                                    written.stream().map(r -> r.id().value()).toList()));
            RunnerItems.together(slots.change(), together);
            slots.change().addTo(transaction, egg);
            audit.forEach(transaction::append);
            return new ReserveOutcome.Reserved(written);
        });
    }

    @Override
    public List<Runner> write(RunnerWrite write) {
        if (write.runners().size() > RunnerWrite.MAX_RUNNERS || write.audit().size() > RunnerWrite.MAX_RUNNERS) {
            throw new InvalidException("writing " + write.runners().size() + " runners with "
                    + write.audit().size() + " audit rows (expected: at most " + RunnerWrite.MAX_RUNNERS + " of each)");
        }
        if (!write.runners().isEmpty()) {
            var _ = RunnerWrite.eggOf(write.runners());
        }
        return new RunnerRows(table, write).carryOut();
    }

    @Override
    public List<CapacityUse> capacity(EggName egg) {
        return Fleet.read(table, "reading the capacity of egg \"" + egg + "\"", egg)
                .capacity();
    }

    /** A runner that changed after the counters were read has changed them too, which refuses the write. */
    @Override
    public List<CapacityDrift> recount(EggName egg, Fence fence) {
        String what = "recounting the slots of egg \"" + egg + "\"";
        return table.write(what, transaction -> {
            transaction.hold(fence);
            var look = look(what, egg);
            var slots = new Slots(look.fleet());
            var drifts = slots.recount(look.live());
            slots.change().addTo(transaction, egg);
            return drifts;
        });
    }

    @Override
    public int forgetTerminated(Instant limit, int atMost) {
        return Forgetting.of(
                        table,
                        "forgetting old runners",
                        row -> RunnerItems.runner(row).state() == RunnerState.TERMINATED)
                .in(
                        List.of(Query.of(Index.TODO, RunnerItems.TERMINATED, Query.ALL)
                                .before(Places.time(limit))),
                        atMost);
    }

    private static ConflictException existsAlready(Runner runner) {
        return new ConflictException("reserving runner \"" + runner.id() + "\": such a row exists already");
    }
}
