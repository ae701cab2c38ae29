package io.polargosling.worker.demand;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.demand.JobReason;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabJob;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.target.Pages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The rows of one project's jobs as they become during one look. */
final class ProjectRows {

    /** Questions about jobs that are listed no more; the next look asks on. */
    private static final int MAX_QUESTIONS = 20;

    private static final int MAX_ROWS = 2000;
    /** A job younger than this that GitLab does not find may only be unknown to the database that was asked. */
    private static final Duration SETTLED = Duration.ofMinutes(5);

    private final Storage storage;
    private final GitLab gitlab;
    private final JobClaim claim;
    private final Egg egg;
    private final GitLabAccess access;
    private final long projectId;
    private final Instant now;
    private final Map<CiJobId, TrackedJob> own = new LinkedHashMap<>();
    private final List<CiJob> others = new ArrayList<>();
    private final Map<CiJobId, TrackedJob> missing = new LinkedHashMap<>();
    private boolean changed;

    /** The open rows that {@code egg} has of the project, read now. */
    ProjectRows(Storage storage, GitLab gitlab, Egg egg, GitLabAccess access, long projectId, Instant now) {
        this.storage = storage;
        this.gitlab = gitlab;
        this.claim = new JobClaim(storage);
        this.egg = egg;
        this.access = access;
        this.projectId = projectId;
        this.now = now;
        Stream.of(CiJobStatus.PENDING, CiJobStatus.RUNNING)
                .flatMap(status ->
                        Pages.upTo(MAX_ROWS, page -> storage.ciJobs().ofEgg(egg.name(), status, now, page)).stream())
                .filter(row ->
                        row.id().server().equals(access.server()) && row.facts().projectId() == projectId)
                .forEach(row -> own.put(row.id(), row));
    }

    /** Writes what was listed, and notes which rows should have been listed and were not. */
    void take(Covered covered) {
        covered.missing(List.copyOf(own.values())).forEach(row -> missing.put(row.id(), row));
        covered.jobs().forEach(this::write);
    }

    /** Finds out what became of the missing ones, as far as a look may ask. */
    void close() {
        var pipelines = new HashMap<Long, List<TrackedJob>>();
        missing.values()
                .forEach(row -> pipelines
                        .computeIfAbsent(row.facts().pipelineId().orElse(0), id -> new ArrayList<>())
                        .add(row));
        var told = new HashMap<CiJobId, GitLabJob>();
        int questions = 0;
        for (var pipeline : pipelines.entrySet()) {
            if (pipeline.getKey() != 0 && pipeline.getValue().size() > 1 && questions < MAX_QUESTIONS) {
                questions++;
                gitlab.jobs()
                        .ofPipeline(access, projectId, pipeline.getKey(), 1)
                        .forEach(job -> told.put(job.id(), job));
            }
        }
        for (var row : List.copyOf(missing.values())) {
            var known = Optional.ofNullable(told.get(row.id()));
            if (known.isEmpty() && questions++ < MAX_QUESTIONS) {
                known = gitlab.jobs().find(access, projectId, row.id().number()).or(() -> gone(row));
            }
            known.ifPresent(this::settle);
        }
    }

    /** What the look found. */
    ProjectLook.Seen seen() {
        return new ProjectLook.Seen(changed, others, missing.keySet());
    }

    private void write(GitLabJob job) {
        var row =
                Optional.ofNullable(own.get(job.id())).or(() -> storage.ciJobs().find(job.id(), now));
        boolean ours = claim.isFor(egg, job, row.flatMap(TrackedJob::egg));
        if (!ours) {
            others.add(job.demand());
        }
        boolean unwanted = !ours
                && row.flatMap(TrackedJob::egg)
                        .filter(owner -> !owner.equals(egg.name()))
                        .isEmpty();
        var why = unwanted && !JobClaim.takes(egg, job.facts())
                ? JobClaim.whyNot(egg, job.facts(), row, now)
                : Optional.<JobReason>empty();
        var seen = new TrackedJob(
                job.id(),
                ours ? Optional.of(egg.name()) : Optional.empty(),
                job.facts(),
                job.progress(),
                why.stream().toList());
        if (row.isEmpty() || !row.get().seenAgain(seen).equals(row.get())) {
            storage.ciJobs().observe(seen, now);
            changed = true;
        }
        if (row.isPresent()) {
            why.ifPresent(reason -> storage.ciJobs().explain(job.id(), reason, now));
        }
    }

    private void settle(GitLabJob job) {
        var row = missing.get(job.id());
        if (row == null) {
            return;
        }
        var seen = new TrackedJob(job.id(), row.egg(), row.facts(), job.progress(), List.of());
        if (!row.seenAgain(seen).equals(row)) {
            storage.ciJobs().observe(seen, now);
            changed = true;
        }
        if (job.progress().status() != CiJobStatus.FINISHED) {
            // It was listed in neither state because it passed from one to the other just then.
            missing.remove(job.id());
        }
    }

    private Optional<GitLabJob> gone(TrackedJob row) {
        if (row.progress().pendingSince().isAfter(now.minus(SETTLED))) {
            return Optional.empty();
        }
        return Optional.of(new GitLabJob(row.id(), row.facts(), row.progress().gone(now)));
    }
}
