package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRow;
import io.polargosling.domain.job.JobStore;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Self-management jobs. */
final class JdbcJobStore implements JobStore {

    static final Table TABLE = Table.of("jobs")
            .key(TEXT, "name")
            .with(TEXT, "config", "config_hash", "schedule", "timezone", "git_commit", "status")
            .with(NUMBER, "gitlab_schedule_id")
            .with(TIME, "last_run", "next_run", "synced_at");

    private static final String ENABLED = "enabled";
    private static final String DISABLED = "disabled";

    private final Database database;

    JdbcJobStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<JobRow> find(JobName name) {
        return database.read("reading job \"" + name + "\"", db -> db.find(byName(name), JdbcJobStore::job));
    }

    @Override
    public Page<JobRow> list(PageRequest page) {
        int limit = Cursor.limit(page);
        // No name is below the empty one, so that one begins the list.
        var rows = TABLE.select()
                .above("name", Cursor.key(page).orElse(""))
                .rising("name")
                .limit(limit + 1);
        var jobs = database.read("listing jobs", db -> db.list(rows, JdbcJobStore::job));
        return NewestFirst.cut(jobs, limit, job -> Cursor.encode(job.name().value()));
    }

    @Override
    public List<JobRow> due(Instant now, int limit) {
        var rows = TABLE.select()
                .by("jobs_due")
                .where("status", ENABLED)
                .upTo("next_run", now)
                .rising("next_run", "name")
                .limit(limit);
        return database.read("listing jobs that are due", db -> db.list(rows, JdbcJobStore::job));
    }

    @Override
    public JobRow apply(
            JobName name, JobRow.Declared declared, boolean enabled, Instant now, AuditEntry audit, Fence fence) {
        return database.write(
                "applying job \"" + name + "\" of commit " + declared.commit().abbreviated(), db -> {
                    Fences.hold(db, fence);
                    var stored = db.find(byName(name).lock(), JdbcJobStore::job);
                    var schedule = stored.map(JobRow::schedule).orElse(JobRow.Schedule.none());
                    var job = new JobRow(name, declared, schedule, enabled, now);
                    if (stored.filter(known -> saysTheSame(known, job)).isEmpty()) {
                        JdbcAuditLog.add(db, audit);
                    }
                    if (stored.isPresent()) {
                        db.update(row(job));
                    } else {
                        db.insert(row(job));
                    }
                    return job;
                });
    }

    private static boolean saysTheSame(JobRow one, JobRow other) {
        return one.enabled() == other.enabled()
                && one.declared().hash().equals(other.declared().hash());
    }

    @Override
    public boolean saveSchedule(JobName name, JobRow.Schedule schedule, Fence fence) {
        return database.write("writing the schedule of job \"" + name + "\"", db -> {
            Fences.hold(db, fence);
            return db.change(withSchedule(TABLE.row().set("name", name.value()), schedule));
        });
    }

    @Override
    public boolean remove(JobName name, AuditEntry audit, Fence fence) {
        return database.write("removing job \"" + name + "\"", db -> {
            Fences.hold(db, fence);
            var stored = db.find(byName(name).only("name").lock(), cells -> cells.text("name"));
            if (stored.isPresent()) {
                db.delete(TABLE.row().set("name", name.value()));
                JdbcAuditLog.add(db, audit);
            }
            return stored.isPresent();
        });
    }

    private static Select byName(JobName name) {
        return TABLE.select().where("name", name.value());
    }

    private static Row row(JobRow job) {
        var declared = job.declared();
        var row = TABLE.row()
                .set("name", job.name().value())
                .set("config", declared.config())
                .set("config_hash", declared.hash())
                .set("schedule", declared.cron())
                .set("timezone", declared.timezone())
                .set("git_commit", declared.commit().value())
                .set("status", job.enabled() ? ENABLED : DISABLED)
                .set("synced_at", job.syncedAt());
        return withSchedule(row, job.schedule());
    }

    private static Row withSchedule(Row row, JobRow.Schedule schedule) {
        return row.set("gitlab_schedule_id", schedule.gitlabId())
                .set("last_run", schedule.lastRun())
                .set("next_run", schedule.nextRun());
    }

    private static JobRow job(Cells cells) throws SQLException {
        var declared = new JobRow.Declared(
                cells.text("config"),
                cells.text("config_hash"),
                cells.text("schedule"),
                cells.text("timezone"),
                CommitId.of(cells.text("git_commit")));
        var schedule = new JobRow.Schedule(
                cells.optionalNumber("gitlab_schedule_id"),
                cells.optionalTime("last_run"),
                cells.optionalTime("next_run"));
        return new JobRow(
                JobName.of(cells.text("name")),
                declared,
                schedule,
                cells.text("status").equals(ENABLED),
                cells.time("synced_at"));
    }
}
