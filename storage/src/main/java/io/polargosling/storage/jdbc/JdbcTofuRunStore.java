package io.polargosling.storage.jdbc;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.run.TofuRunStore;
import io.polargosling.domain.store.Fence;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Run records; a unique index keeps a second one from being open. */
final class JdbcTofuRunStore implements TofuRunStore {

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
            row(run, run.isOpen() ? null : now).save(db);
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
                db -> db.sql("SELECT * FROM tofu_runs WHERE egg_name = ? ORDER BY started_at DESC, run_id DESC LIMIT 1")
                        .params(egg.value())
                        .query(JdbcTofuRunStore::run)
                        .optional());
    }

    private static Optional<TofuRun> open(JdbcClient db, EggName egg) {
        return db.sql("SELECT * FROM tofu_runs WHERE open_egg = ?")
                .params(egg.value())
                .query(JdbcTofuRunStore::run)
                .optional();
    }

    private static Row row(TofuRun run, @Nullable Instant finishedAt) {
        var step = run.step();
        return Row.of("tofu_runs")
                .key("egg_name", run.egg().value())
                .key("run_id", run.id())
                .set("fencing_token", run.token())
                .set("host_id", run.host())
                .set("phase", step.phase().word())
                .set("pid", step.pid())
                .set("pid_start", step.pidStart())
                .set("kill_by", step.killBy())
                .set("started_at", run.startedAt())
                .set("finished_at", finishedAt)
                .set("outcome", run.outcome());
    }

    private static TofuRun run(ResultSet row, int number) throws SQLException {
        var cells = new Cells(row);
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
                step,
                cells.optionalText("outcome"),
                cells.time("started_at"));
    }

    @Override
    public int forgetClosed(Instant limit, int atMost) {
        throw new UnsupportedOperationException("comes with the stores of the other tables");
    }
}
