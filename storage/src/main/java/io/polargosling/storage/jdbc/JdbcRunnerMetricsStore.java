package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.COUNT;
import static io.polargosling.storage.jdbc.Table.Type.REAL;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerMetrics;
import io.polargosling.domain.runner.RunnerMetricsStore;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** What runners measured. */
final class JdbcRunnerMetricsStore implements RunnerMetricsStore {

    static final Table TABLE = Table.of("runner_metrics")
            .key(TEXT, "runner_id")
            .key(TIME, "timestamp")
            .with(TEXT, "state", "agent_version")
            .with(COUNT, "job_count", "failure_count")
            .with(REAL, "cpu_usage", "memory_usage", "disk_usage")
            .with(TIME, "last_job_timestamp");

    private final Database database;

    JdbcRunnerMetricsStore(Database database) {
        this.database = database;
    }

    @Override
    public void record(RunnerMetrics metrics) {
        database.change("recording metrics of runner \"" + metrics.runner() + "\"", db -> db.save(row(metrics)));
    }

    @Override
    public Optional<RunnerMetrics> newest(RunnerId runner, Instant now) {
        return database.read(
                "reading the newest metrics of runner \"" + runner + "\"",
                db -> db.find(newestOf(runner, now).limit(1), JdbcRunnerMetricsStore::metrics));
    }

    @Override
    public Page<RunnerMetrics> ofRunner(RunnerId runner, Instant now, PageRequest page) {
        int limit = Cursor.limit(page);
        var rows = newestOf(runner, now).limit(limit + 1);
        Cursor.timeAndId(page).ifPresent(last -> rows.below("timestamp", last.time()));
        var found = database.read(
                "listing metrics of runner \"" + runner + "\"", db -> db.list(rows, JdbcRunnerMetricsStore::metrics));
        return NewestFirst.cut(found, limit, metrics -> new Cursor.TimeAndId(metrics.at(), "").text());
    }

    @Override
    public int forgetExpired(Instant now, int atMost) {
        var old = TABLE.select()
                .only("runner_id", "timestamp")
                .by("runner_metrics_time")
                .upTo("timestamp", now.minus(RunnerMetrics.KEPT))
                .rising("timestamp");
        return database.write(
                "forgetting old metrics",
                db -> Expiry.delete(db, old, atMost, cells -> key(cells.text("runner_id"), cells.time("timestamp"))));
    }

    private static Select newestOf(RunnerId runner, Instant now) {
        return TABLE.select()
                .where("runner_id", runner.value())
                .above("timestamp", now.minus(RunnerMetrics.KEPT))
                .falling("timestamp");
    }

    private static Row key(String runner, Instant at) {
        return TABLE.row().set("runner_id", runner).set("timestamp", at);
    }

    private static Row row(RunnerMetrics metrics) {
        var usage = metrics.usage();
        var load = metrics.load();
        return key(metrics.runner().value(), metrics.at())
                .set("state", load.state())
                .set("job_count", load.jobs())
                .set("failure_count", load.failures())
                .set("last_job_timestamp", load.lastJobAt())
                .set("cpu_usage", usage.cpu())
                .set("memory_usage", usage.memory())
                .set("disk_usage", usage.disk())
                .set("agent_version", metrics.agentVersion());
    }

    private static RunnerMetrics metrics(Cells cells) throws SQLException {
        var usage =
                new RunnerMetrics.Usage(cells.real("cpu_usage"), cells.real("memory_usage"), cells.real("disk_usage"));
        var load = new RunnerMetrics.Load(
                cells.text("state"),
                cells.count("job_count"),
                cells.count("failure_count"),
                cells.optionalTime("last_job_timestamp"));
        return new RunnerMetrics(
                RunnerId.of(cells.text("runner_id")),
                cells.time("timestamp"),
                usage,
                load,
                cells.optionalText("agent_version"));
    }
}
