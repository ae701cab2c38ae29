package io.polargosling.testkit.memory;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.run.TofuRunStore;
import io.polargosling.domain.store.Fence;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Run records of OpenTofu; at most one of an egg is open. */
final class MemoryRuns implements TofuRunStore {

    private static final Listing<Row, Listing.Moment> NEWEST =
            Listing.newest(row -> row.run().startedAt(), row -> row.run().id().toString());

    private final Rows rows;
    private final MemoryLeases leases;
    private final Table<UUID, Row> runs;
    private final Table.Index<UUID, EggName, Row> byEgg;
    private final Table.Index<UUID, EggName, Row> openByEgg;

    MemoryRuns(Rows rows, MemoryLeases leases) {
        this.rows = rows;
        this.leases = leases;
        runs = new Table<>(rows, "runs");
        byEgg = runs.by(row -> Optional.of(row.run().egg()));
        openByEgg =
                runs.by(row -> Optional.of(row.run()).filter(TofuRun::isOpen).map(TofuRun::egg));
    }

    private record Row(TofuRun run, Optional<Instant> finishedAt) {}

    @Override
    public void save(TofuRun run, Instant now, Fence fence) {
        rows.change(() -> {
            leases.hold(fence);
            openOf(run.egg())
                    .filter(other -> run.isOpen() && !other.id().equals(run.id()))
                    .ifPresent(other -> {
                        throw new ConflictException("opening run " + run.id() + " of egg \"" + run.egg() + "\": run "
                                + other.id() + " is open (expected: none; close it first)");
                    });
            runs.put(run.id(), new Row(run, run.isOpen() ? Optional.empty() : Optional.of(now)));
        });
    }

    private Optional<TofuRun> openOf(EggName egg) {
        return openByEgg.of(egg).stream().map(Row::run).findFirst();
    }

    @Override
    public Optional<TofuRun> open(EggName egg) {
        return rows.read(() -> openOf(egg));
    }

    @Override
    public Optional<TofuRun> newest(EggName egg) {
        return rows.read(
                () -> NEWEST.sorted(byEgg.of(egg).stream()).map(Row::run).findFirst());
    }

    @Override
    public int forgetClosed(Instant limit, int atMost) {
        return runs.forget(
                runs.all().stream()
                        .filter(row -> row.finishedAt().filter(limit::isAfter).isPresent()),
                atMost,
                row -> row.run().id());
    }
}
