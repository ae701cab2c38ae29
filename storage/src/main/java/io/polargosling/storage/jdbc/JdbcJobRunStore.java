package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRun;
import io.polargosling.domain.job.JobRunStore;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Runs of self-management jobs. */
final class JdbcJobRunStore implements JobRunStore {

    static final Table TABLE = Table.of("job_runs")
            .key(TEXT, "job_name")
            .key(TIME, "started_at")
            .with(NUMBER, "pipeline_id")
            .with(TEXT, "runner_id", "trigger", "status", "error")
            .with(TIME, "finished_at");

    private final Database database;

    JdbcJobRunStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<JobRun> find(JobName job, Instant startedAt) {
        return database.read(
                "reading a run of job \"" + job + "\"", db -> db.find(byKey(job, startedAt), JdbcJobRunStore::run));
    }

    @Override
    public Page<JobRun> ofJob(JobName job, PageRequest page) {
        int limit = Cursor.limit(page);
        var rows = TABLE.select().where("job_name", job.value());
        Cursor.timeAndId(page).ifPresent(last -> rows.below("started_at", last.time()));
        var runs = database.read(
                "listing the runs of job \"" + job + "\"",
                db -> db.list(rows.falling("started_at").limit(limit + 1), JdbcJobRunStore::run));
        return NewestFirst.cut(runs, limit, run -> new Cursor.TimeAndId(run.startedAt(), "").text());
    }

    @Override
    public JobRun save(JobRun run, Fence fence) {
        return database.write("writing a run of job \"" + run.job() + "\"", db -> {
            Fences.hold(db, fence);
            var stored = db.find(byKey(run.job(), run.startedAt()).lock(), JdbcJobRunStore::run);
            var written = stored.map(known -> known.with(run)).orElse(run);
            if (stored.isPresent()) {
                db.update(row(written));
            } else {
                db.insert(row(written));
            }
            return written;
        });
    }

    @Override
    public int forgetBefore(Instant limit, int atMost) {
        var old = TABLE.select()
                .only("job_name", "started_at")
                .by("job_runs_ended")
                .below("started_at", limit)
                .above("finished_at", Instant.EPOCH)
                .rising("started_at");
        return database.write(
                "forgetting old runs of jobs",
                db -> Expiry.delete(
                        db, old, atMost, cells -> key(JobName.of(cells.text("job_name")), cells.time("started_at"))));
    }

    private static Select byKey(JobName job, Instant startedAt) {
        return TABLE.select().where("job_name", job.value()).where("started_at", startedAt);
    }

    private static Row key(JobName job, Instant startedAt) {
        return TABLE.row().set("job_name", job.value()).set("started_at", startedAt);
    }

    private static Row row(JobRun run) {
        var progress = run.progress();
        return key(run.job(), run.startedAt())
                .set("trigger", run.trigger())
                .set("pipeline_id", run.pipelineId())
                .set("runner_id", run.runner().map(RunnerId::value))
                .set("status", progress.status().word())
                .set("finished_at", progress.finishedAt())
                .set("error", progress.error());
    }

    private static JobRun run(Cells cells) throws SQLException {
        var progress = new JobRun.Progress(
                JobRun.Status.of(cells.text("status")), cells.optionalTime("finished_at"), cells.optionalText("error"));
        return new JobRun(
                JobName.of(cells.text("job_name")),
                cells.time("started_at"),
                cells.text("trigger"),
                cells.optionalNumber("pipeline_id"),
                cells.optionalText("runner_id").map(RunnerId::of),
                progress);
    }
}
