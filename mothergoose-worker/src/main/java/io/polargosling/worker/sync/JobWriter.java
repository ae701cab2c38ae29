package io.polargosling.worker.sync;

import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRow;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.nest.NestJob;
import io.polargosling.nest.NestJobs;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the self-management jobs of one commit. */
final class JobWriter {

    private static final int PAGE = 500;

    private final NestWriter nest;
    private final JobEggWriter eggs;

    /** @param eggs writes what the jobs' runners are kept as */
    JobWriter(NestWriter nest, JobEggWriter eggs) {
        this.nest = nest;
        this.eggs = eggs;
    }

    /** Applies what is new or otherwise, and removes what no file declares; a job with a broken file stays. */
    NestWriter.Changes write(NestJobs jobs) {
        var stored = stored();
        int added = 0;
        int changed = 0;
        for (var job : jobs.jobs().values()) {
            var row = stored.get(job.name());
            if (!isSame(row, job)) {
                apply(job);
                eggs.meetGitLab(job.name());
                if (row == null) {
                    added++;
                } else {
                    changed++;
                }
            }
            eggs.write(job);
        }
        var gone = stored.keySet().stream()
                .filter(name -> !jobs.jobs().containsKey(name) && !jobs.broken().contains(name))
                .toList();
        gone.forEach(this::remove);
        return new NestWriter.Changes(added, changed, gone.size());
    }

    private static boolean isSame(@Nullable JobRow row, NestJob job) {
        return row != null
                && row.declared().hash().equals(job.hash())
                && row.enabled() == job.config().enabled();
    }

    private void apply(NestJob job) {
        var config = job.config();
        var declared = new JobRow.Declared(
                job.json(),
                job.hash(),
                config.schedule().cron(),
                config.schedule().timezone().getId(),
                nest.commit());
        nest.storage()
                .jobs()
                .apply(
                        job.name(),
                        declared,
                        config.enabled(),
                        nest.clock().instant(),
                        nest.audit("job.applied", "job/" + job.name()),
                        nest.fence());
    }

    private void remove(JobName name) {
        // First what would make runners for it: once the row is gone, nothing tells that it was there.
        eggs.remove(name, "job gone from the Nest");
        boolean _ = nest.storage().jobs().remove(name, nest.audit("job.removed", "job/" + name), nest.fence());
        eggs.meetGitLab(name);
    }

    private Map<JobName, JobRow> stored() {
        var rows = new TreeMap<JobName, JobRow>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = nest.storage().jobs().list(new PageRequest(PAGE, cursor));
            page.items().forEach(row -> rows.put(row.name(), row));
            cursor = page.next();
        } while (cursor.isPresent());
        return rows;
    }
}
