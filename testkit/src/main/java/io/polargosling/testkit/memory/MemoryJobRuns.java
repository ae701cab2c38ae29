package io.polargosling.testkit.memory;

import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRun;
import io.polargosling.domain.job.JobRunStore;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Optional;

/** Runs of self-management jobs. */
final class MemoryJobRuns implements JobRunStore {

    private static final Listing<JobRun, Listing.Moment> NEWEST = Listing.newest(JobRun::startedAt, _ -> "");

    private final Rows rows;
    private final MemoryLeases leases;
    private final Table<Key, JobRun> runs;

    MemoryJobRuns(Rows rows, MemoryLeases leases) {
        this.rows = rows;
        this.leases = leases;
        runs = new Table<>(rows, "runs of jobs");
    }

    private record Key(JobName job, Instant startedAt) {

        static Key of(JobRun run) {
            return new Key(run.job(), run.startedAt());
        }
    }

    @Override
    public Optional<JobRun> find(JobName job, Instant startedAt) {
        return rows.read(() -> runs.find(new Key(job, startedAt)));
    }

    @Override
    public Page<JobRun> ofJob(JobName job, PageRequest page) {
        return rows.read(() ->
                NEWEST.page(runs.all().stream().filter(run -> run.job().equals(job)), page));
    }

    @Override
    public JobRun save(JobRun run, Fence fence) {
        return rows.write(() -> {
            leases.hold(fence);
            var written = runs.find(Key.of(run)).map(known -> known.with(run)).orElse(run);
            runs.put(Key.of(run), written);
            return written;
        });
    }

    @Override
    public int forgetBefore(Instant limit, int atMost) {
        return runs.forget(
                runs.all().stream()
                        .filter(run -> run.startedAt().isBefore(limit)
                                && run.progress().finishedAt().isPresent()),
                atMost,
                Key::of);
    }
}
