package io.polargosling.testkit.memory;

import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.demand.CiJobStore;
import io.polargosling.domain.demand.JobReason;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** CI jobs. */
final class MemoryCiJobs implements CiJobStore {

    private static final Listing<TrackedJob, Listing.Moment> LONGEST_WAITING =
            Listing.oldest(job -> job.progress().pendingSince(), job -> job.id().toString());
    private static final Listing<TrackedJob, Listing.Moment> NEWEST =
            Listing.newest(job -> job.progress().pendingSince(), job -> job.id().toString());

    private final Rows rows;
    private final Table<CiJobId, TrackedJob> jobs;
    private final Table.Index<CiJobId, InEgg, TrackedJob> byEgg;
    private final Table.Index<CiJobId, InProject, TrackedJob> byProject;

    MemoryCiJobs(Rows rows) {
        this.rows = rows;
        jobs = new Table<>(rows, "CI jobs");
        byEgg = jobs.by(
                job -> job.egg().map(egg -> new InEgg(egg, job.progress().status())));
        byProject = jobs.by(
                job -> Optional.of(new InProject(job.id().server(), job.facts().projectId())));
    }

    private record InEgg(EggName egg, CiJobStatus status) {}

    private record InProject(GitLabServer server, long project) {}

    @Override
    public Optional<TrackedJob> find(CiJobId id, Instant now) {
        return rows.read(() -> kept(id, now));
    }

    private Optional<TrackedJob> kept(CiJobId id, Instant now) {
        return jobs.find(id).filter(job -> !job.isExpired(now));
    }

    private static Stream<TrackedJob> kept(Collection<TrackedJob> found, Instant now) {
        return found.stream().filter(job -> !job.isExpired(now));
    }

    @Override
    public Page<TrackedJob> ofEgg(EggName egg, CiJobStatus status, Instant now, PageRequest page) {
        return rows.read(() -> LONGEST_WAITING.page(kept(byEgg.of(new InEgg(egg, status)), now), page));
    }

    @Override
    public Page<TrackedJob> ofProject(GitLabServer server, long projectId, Instant now, PageRequest page) {
        return rows.read(() -> NEWEST.page(kept(byProject.of(new InProject(server, projectId)), now), page));
    }

    @Override
    public TrackedJob observe(TrackedJob seen, Instant now) {
        return rows.write(() -> {
            var job = kept(seen.id(), now).map(known -> known.seenAgain(seen)).orElse(seen);
            jobs.put(seen.id(), job);
            return job;
        });
    }

    @Override
    public Optional<TrackedJob> explain(CiJobId id, JobReason reason, Instant now) {
        return rows.write(() -> kept(id, now).map(stored -> {
            var job = stored.because(reason);
            jobs.put(id, job);
            return job;
        }));
    }

    @Override
    public int forgetExpired(Instant now, int atMost) {
        return jobs.forget(jobs.all().stream().filter(job -> job.isExpired(now)), atMost, TrackedJob::id);
    }
}
