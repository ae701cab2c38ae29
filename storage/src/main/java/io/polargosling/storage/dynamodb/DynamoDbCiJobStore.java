package io.polargosling.storage.dynamodb;

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
import java.util.Optional;

/** CI jobs; what is new of one is put together with the stored row. */
final class DynamoDbCiJobStore implements CiJobStore {

    private static final String EXPIRING = "CI-JOBS#expiring";

    private final Table table;

    DynamoDbCiJobStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<TrackedJob> find(CiJobId id, Instant now) {
        return table.get("reading CI job " + id, Keys.ciJob(id)).flatMap(item -> alive(item, now));
    }

    @Override
    public Page<TrackedJob> ofEgg(EggName egg, CiJobStatus status, Instant now, PageRequest page) {
        return Listing.rising(
                        table,
                        Index.LIST_1,
                        ofEgg(egg, status),
                        item -> alive(item, now).filter(job -> job.progress().status() == status))
                .page("listing the CI jobs of egg \"" + egg + "\"", page);
    }

    @Override
    public Page<TrackedJob> ofProject(GitLabServer server, long projectId, Instant now, PageRequest page) {
        return Listing.falling(table, Index.LIST_2, ofProject(server, projectId), item -> alive(item, now))
                .page("listing the CI jobs of project " + projectId + " of " + server, page);
    }

    @Override
    public TrackedJob observe(TrackedJob seen, Instant now) {
        String what = "writing CI job " + seen.id();
        return table.write(what, transaction -> {
            var item = table.get(what, Keys.ciJob(seen.id()));
            var job = item.flatMap(stored -> alive(stored, now))
                    .map(known -> known.seenAgain(seen))
                    .orElse(seen);
            put(transaction, item, job);
            return job;
        });
    }

    @Override
    public Optional<TrackedJob> explain(CiJobId id, JobReason reason, Instant now) {
        String what = "explaining CI job " + id;
        return table.write(what, transaction -> {
            var item = table.get(what, Keys.ciJob(id));
            var job = item.flatMap(stored -> alive(stored, now)).map(known -> known.because(reason));
            job.ifPresent(explained -> put(transaction, item, explained));
            return job;
        });
    }

    @Override
    public int forgetExpired(Instant now, int atMost) {
        var lists = Shards.all(EXPIRING).stream()
                .map(list -> Query.of(Index.TODO, list, Query.ALL).before(Places.justAfter(now)))
                .toList();
        return Forgetting.of(table, "forgetting old CI jobs", row -> job(row).isExpired(now))
                .in(lists, atMost);
    }

    private static void put(Transaction transaction, Optional<Item> stored, TrackedJob job) {
        if (stored.map(DynamoDbCiJobStore::job).filter(job::equals).isPresent()) {
            return;
        }
        long version = stored.map(Item::version).orElse(0L);
        var place = Places.timeAndId(job.progress().pendingSince(), job.id());
        var item = Item.at(Keys.ciJob(job.id()))
                .version(version + 1)
                .doc(job)
                .expires(job.expiresAt())
                .in(Index.LIST_2, ofProject(job.id().server(), job.facts().projectId()), place)
                .in(Index.TODO, Shards.of(EXPIRING, job.id()), Places.timeAndId(job.expiresAt(), job.id()));
        transaction.put(
                job.egg()
                        .map(egg ->
                                item.in(Index.LIST_1, ofEgg(egg, job.progress().status()), place))
                        .orElse(item),
                Expression.atVersion(version));
    }

    private static String ofEgg(EggName egg, CiJobStatus status) {
        return "CI-JOBS#egg#" + egg.value() + "#" + status.word();
    }

    private static String ofProject(GitLabServer server, long projectId) {
        return "CI-JOBS#project#" + server.host() + "#" + projectId;
    }

    private static TrackedJob job(Item item) {
        return item.doc(TrackedJob.class);
    }

    private static Optional<TrackedJob> alive(Item item, Instant now) {
        return Optional.of(job(item)).filter(job -> !job.isExpired(now));
    }
}
