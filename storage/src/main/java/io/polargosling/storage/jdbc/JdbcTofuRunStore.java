package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.run.TofuRunStore;
import io.polargosling.domain.store.Fence;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Run records; at most one of an egg is open, which a unique index sees to where there is such a thing. */
final class JdbcTofuRunStore implements TofuRunStore {

    static final Table TABLE = Table.of("tofu_runs")
            .key(TEXT, "egg_name", "run_id")
            .with(TEXT, "host_id", "host_name", "phase", "outcome", "open_egg")
            .with(NUMBER, "fencing_token", "pid", "pid_start")
            .with(TIME, "kill_by", "started_at", "finished_at");

    private final Database database;

    JdbcTofuRunStore(Database database) {
        this.database = database;
    }

    @Override
    public void save(TofuRun run, Instant now, Fence fence) {
        database.change("writing run " + run.id() + " of egg \"" + run.egg() + "\"", db -> {
            Fences.hold(db, fence);
            if (run.isOpen()) {
                open(db, run.egg())
                        .filter(other -> !other.id().equals(run.id()))
                        .ifPresent(other -> {
                            throw new ConflictException("opening run " + run.id() + " of egg \"" + run.egg()
                                    + "\": run " + other.id() + " is open (expected: none; close it first)");
                        });
            }
            db.save(row(run, run.isOpen() ? null : now));
        });
    }

    @Override
    public Optional<TofuRun> open(EggName egg) {
        return database.read("reading the open run of egg \"" + egg + "\"", db -> open(db, egg));
    }

    @Override
    public Optional<TofuRun> newest(EggName egg) {
        return database.read(
                "reading the newest run of egg \"" + egg + "\"",
                db -> db.find(
                        TABLE.select()
                                .by("tofu_runs_newest")
                                .where("egg_name", egg.value())
                                .falling("started_at", "run_id")
                                .limit(1),
                        JdbcTofuRunStore::run));
    }

    private static Optional<TofuRun> open(Session db, EggName egg) {
        return db.find(TABLE.select().by("tofu_runs_open").where("open_egg", egg.value()), JdbcTofuRunStore::run);
    }

    private static Row row(TofuRun run, @Nullable Instant finishedAt) {
        var step = run.step();
        return TABLE.row()
                .set("egg_name", run.egg().value())
                .set("run_id", run.id())
                .set("fencing_token", run.token())
                .set("host_id", run.host())
                .set("host_name", run.hostName())
                .set("phase", step.phase().word())
                .set("pid", step.pid())
                .set("pid_start", step.pidStart())
                .set("kill_by", step.killBy())
                .set("started_at", run.startedAt())
                .set("finished_at", finishedAt)
                .set("outcome", run.outcome())
                .set("open_egg", run.isOpen() ? run.egg().value() : null);
    }

    private static TofuRun run(Cells cells) throws SQLException {
        var step = new TofuRun.Step(
                TofuPhase.of(cells.text("phase")),
                cells.optionalNumber("pid"),
                cells.optionalNumber("pid_start"),
                cells.time("kill_by"));
        return new TofuRun(
                EggName.of(cells.text("egg_name")),
                cells.id("run_id"),
                cells.number("fencing_token"),
                cells.text("host_id"),
                cells.optionalText("host_name"),
                step,
                cells.optionalText("outcome"),
                cells.time("started_at"));
    }

    @Override
    public int forgetClosed(Instant limit, int atMost) {
        var old = TABLE.select()
                .only("egg_name", "run_id")
                .by("tofu_runs_finished")
                .below("finished_at", limit)
                .rising("finished_at");
        return database.write(
                "forgetting old runs",
                db -> Expiry.delete(
                        db,
                        old,
                        atMost,
                        cells -> TABLE.row()
                                .set("egg_name", cells.text("egg_name"))
                                .set("run_id", cells.text("run_id"))));
    }
}
