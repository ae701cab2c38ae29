package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.FLAG;
import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.demand.CiJobFacts;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobProgress;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.demand.CiJobStore;
import io.polargosling.domain.demand.JobReason;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.type.TypeReference;

/** CI jobs; what is new of one is put together with the stored row under its lock. */
final class JdbcCiJobStore implements CiJobStore {

    static final Table TABLE = Table.of("ci_jobs")
            .key(TEXT, "server")
            .key(NUMBER, "job_id")
            .with(TEXT, "id", "egg_name", "name", "status", "tags", "ref", "outcome", "reason", "decisions")
            .with(NUMBER, "project_id", "pipeline_id", "runner_id")
            .with(FLAG, "protected")
            .with(TIME, "pending_since", "started_at", "finished_at", "expires_at");

    private static final TypeReference<Set<String>> TAGS = new TypeReference<>() {};
    private static final TypeReference<List<JobReason>> REASONS = new TypeReference<>() {};
    private static final NewestFirst<TrackedJob> NEWEST =
            new NewestFirst<>("pending_since", JdbcCiJobStore::job, JdbcCiJobStore::place);

    private final Database database;

    JdbcCiJobStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<TrackedJob> find(CiJobId id, Instant now) {
        return database.read("reading CI job " + id, db -> db.find(byKey(id), JdbcCiJobStore::job))
                .filter(job -> !job.isExpired(now));
    }

    @Override
    public Page<TrackedJob> ofEgg(EggName egg, CiJobStatus status, Instant now, PageRequest page) {
        int limit = Cursor.limit(page);
        var rows = TABLE.select()
                .by("ci_jobs_egg")
                .where("egg_name", egg.value())
                .where("status", status.word())
                .above("expires_at", now);
        Cursor.timeAndId(page).ifPresent(last -> rows.beyond("pending_since", last.time(), "id", last.id()));
        var found = database.read(
                "listing the CI jobs of egg \"" + egg + "\"",
                db -> db.list(rows.rising("pending_since", "id").limit(limit + 1), JdbcCiJobStore::job));
        return NewestFirst.cut(found, limit, job -> place(job).text());
    }

    @Override
    public Page<TrackedJob> ofProject(GitLabServer server, long projectId, Instant now, PageRequest page) {
        var rows = TABLE.select()
                .by("ci_jobs_project")
                .where("server", server.host())
                .where("project_id", projectId)
                .above("expires_at", now);
        return database.read(
                "listing the CI jobs of project " + projectId + " of " + server, db -> NEWEST.page(db, rows, page));
    }

    @Override
    public TrackedJob observe(TrackedJob seen, Instant now) {
        return database.write("writing CI job " + seen.id(), db -> {
            var stored = db.find(byKey(seen.id()).lock(), JdbcCiJobStore::job);
            var job = stored.filter(known -> !known.isExpired(now))
                    .map(known -> known.seenAgain(seen))
                    .orElse(seen);
            if (stored.isEmpty()) {
                db.insert(row(job));
            } else if (!stored.get().equals(job)) {
                db.update(row(job));
            }
            return job;
        });
    }

    @Override
    public Optional<TrackedJob> explain(CiJobId id, JobReason reason, Instant now) {
        return database.write(
                "explaining CI job " + id,
                db -> db.find(byKey(id).lock(), JdbcCiJobStore::job)
                        .filter(stored -> !stored.isExpired(now))
                        .map(stored -> {
                            var job = stored.because(reason);
                            if (!stored.equals(job)) {
                                db.update(row(job));
                            }
                            return job;
                        }));
    }

    @Override
    public int forgetExpired(Instant now, int atMost) {
        var old = TABLE.select()
                .only("server", "job_id")
                .by("ci_jobs_expires")
                .upTo("expires_at", now)
                .rising("expires_at");
        return database.write(
                "forgetting old CI jobs",
                db -> Expiry.delete(
                        db,
                        old,
                        atMost,
                        cells ->
                                TABLE.row().set("server", cells.text("server")).set("job_id", cells.number("job_id"))));
    }

    private static Select byKey(CiJobId id) {
        return TABLE.select().where("server", id.server().host()).where("job_id", id.number());
    }

    private static Cursor.TimeAndId place(TrackedJob job) {
        return new Cursor.TimeAndId(job.progress().pendingSince(), job.id().toString());
    }

    private static Row row(TrackedJob job) {
        var facts = job.facts();
        var progress = job.progress();
        return TABLE.row()
                .set("server", job.id().server().host())
                .set("job_id", job.id().number())
                .set("id", job.id().toString())
                .set("egg_name", job.egg().map(EggName::value))
                .set("project_id", facts.projectId())
                .set("pipeline_id", facts.pipelineId())
                .set("name", facts.name())
                .set("ref", facts.ref())
                .set("protected", facts.protectedRef())
                .set("tags", Json.write(facts.tags()))
                .set("status", progress.status().word())
                .set("pending_since", progress.pendingSince())
                .set("started_at", progress.startedAt())
                .set("finished_at", progress.finishedAt())
                .set("runner_id", progress.runnerId())
                .set("outcome", progress.outcome())
                .set(
                        "reason",
                        job.reasons().isEmpty() ? null : job.reasons().getLast().code())
                .set("decisions", Json.write(job.reasons()))
                .set("expires_at", job.expiresAt());
    }

    private static TrackedJob job(Cells cells) throws SQLException {
        var facts = new CiJobFacts(
                cells.number("project_id"),
                cells.optionalNumber("pipeline_id"),
                cells.text("name"),
                cells.text("ref"),
                cells.flag("protected"),
                Json.read(cells.text("tags"), TAGS));
        var progress = new CiJobProgress(
                CiJobStatus.of(cells.text("status")),
                cells.time("pending_since"),
                cells.optionalTime("started_at"),
                cells.optionalTime("finished_at"),
                cells.optionalNumber("runner_id"),
                cells.optionalText("outcome"));
        return new TrackedJob(
                new CiJobId(GitLabServer.of(cells.text("server")), cells.number("job_id")),
                cells.optionalText("egg_name").map(EggName::of),
                facts,
                progress,
                Json.read(cells.text("decisions"), REASONS));
    }
}
