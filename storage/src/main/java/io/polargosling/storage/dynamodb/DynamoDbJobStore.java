package io.polargosling.storage.dynamodb;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRow;
import io.polargosling.domain.job.JobStore;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Self-management jobs, all in one partition, since they are few. */
final class DynamoDbJobStore implements JobStore {

    private static final String DUE = "JOBS#due";

    private final Table table;

    DynamoDbJobStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<JobRow> find(JobName name) {
        return table.get("reading job \"" + name + "\"", Keys.job(name)).map(DynamoDbJobStore::job);
    }

    @Override
    public Page<JobRow> list(PageRequest page) {
        return Listing.rising(table, Index.TABLE, Keys.JOBS, item -> Optional.of(job(item)))
                .page("listing jobs", page, Cursor.place(page));
    }

    @Override
    public List<JobRow> due(Instant now, int limit) {
        String what = "listing jobs that are due";
        var items = table.query(what, Query.of(Index.TODO, DUE, limit).before(Places.justAfter(now)));
        var rows = table.getAll(what, items.stream().map(Item::key).toList());
        return items.stream()
                .flatMap(item -> Stream.ofNullable(rows.get(item.key())))
                .map(DynamoDbJobStore::job)
                .filter(job -> due(job).filter(at -> !at.isAfter(now)).isPresent())
                .toList();
    }

    @Override
    public JobRow apply(
            JobName name, JobRow.Declared declared, boolean enabled, Instant now, AuditEntry audit, Fence fence) {
        String what =
                "applying job \"" + name + "\" of commit " + declared.commit().abbreviated();
        return table.write(what, transaction -> {
            transaction.hold(fence);
            var item = table.get(what, Keys.job(name));
            var stored = item.map(DynamoDbJobStore::job);
            var schedule = stored.map(JobRow::schedule).orElse(JobRow.Schedule.none());
            var job = new JobRow(name, declared, schedule, enabled, now);
            if (stored.filter(known -> saysTheSame(known, job)).isEmpty()) {
                transaction.append(audit);
            }
            put(transaction, item, job);
            return job;
        });
    }

    private static boolean saysTheSame(JobRow one, JobRow other) {
        return one.enabled() == other.enabled()
                && one.declared().hash().equals(other.declared().hash());
    }

    @Override
    public boolean saveSchedule(JobName name, JobRow.Schedule schedule, Fence fence) {
        String what = "writing the schedule of job \"" + name + "\"";
        return table.write(what, transaction -> {
            transaction.hold(fence);
            var item = table.get(what, Keys.job(name));
            item.map(DynamoDbJobStore::job)
                    .map(job -> new JobRow(name, job.declared(), schedule, job.enabled(), job.syncedAt()))
                    .ifPresent(job -> put(transaction, item, job));
            return item.isPresent();
        });
    }

    @Override
    public boolean remove(JobName name, AuditEntry audit, Fence fence) {
        String what = "removing job \"" + name + "\"";
        return table.write(what, transaction -> {
            transaction.hold(fence);
            var item = table.get(what, Keys.job(name));
            item.ifPresent(stored -> {
                transaction.delete(stored.key(), Expression.atVersion(stored.version()));
                transaction.append(audit);
            });
            return item.isPresent();
        });
    }

    private static void put(Transaction transaction, Optional<Item> stored, JobRow job) {
        long version = stored.map(Item::version).orElse(0L);
        var item = Item.at(Keys.job(job.name())).version(version + 1).doc(job);
        transaction.put(
                due(job).map(at -> item.in(
                                Index.TODO, DUE, Places.timeAndId(at, job.name().value())))
                        .orElse(item),
                Expression.atVersion(version));
    }

    private static Optional<Instant> due(JobRow job) {
        return job.schedule().nextRun().filter(at -> job.enabled());
    }

    private static JobRow job(Item item) {
        return item.doc(JobRow.class);
    }
}
