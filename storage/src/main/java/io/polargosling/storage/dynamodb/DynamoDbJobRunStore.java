package io.polargosling.storage.dynamodb;

import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRun;
import io.polargosling.domain.job.JobRunStore;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs of self-management jobs. */
final class DynamoDbJobRunStore implements JobRunStore {

    private static final String ALL = "JOB-RUNS";

    private final Table table;

    DynamoDbJobRunStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<JobRun> find(JobName job, Instant startedAt) {
        return table.get("reading a run of job \"" + job + "\"", Keys.jobRun(job, startedAt))
                .map(DynamoDbJobRunStore::run);
    }

    @Override
    public Page<JobRun> ofJob(JobName job, PageRequest page) {
        return Listing.falling(table, Index.TABLE, Keys.jobRuns(job), item -> Optional.of(run(item)))
                .page("listing the runs of job \"" + job + "\"", page);
    }

    @Override
    public JobRun save(JobRun run, Fence fence) {
        String what = "writing a run of job \"" + run.job() + "\"";
        var key = Keys.jobRun(run.job(), run.startedAt());
        return table.write(what, transaction -> {
            transaction.hold(fence);
            var stored = table.get(what, key);
            var written = stored.map(item -> run(item).with(run)).orElse(run);
            long version = stored.map(Item::version).orElse(0L);
            transaction.put(
                    Item.at(key)
                            .version(version + 1)
                            .doc(written)
                            .in(
                                    Index.LIST_1,
                                    ALL,
                                    Places.timeAndId(run.startedAt(), run.job().value())),
                    Expression.atVersion(version));
            return written;
        });
    }

    @Override
    public int forgetBefore(Instant limit, int atMost) {
        return Forgetting.of(table, "forgetting old runs of jobs", row -> !run(row).isOpen())
                .in(List.of(Query.of(Index.LIST_1, ALL, Query.ALL).before(Places.time(limit))), atMost);
    }

    private static JobRun run(Item item) {
        return item.doc(JobRun.class);
    }
}
