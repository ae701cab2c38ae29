package io.polargosling.storage.dynamodb;

import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerMetrics;
import io.polargosling.domain.runner.RunnerMetricsStore;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Optional;

/** What runners measured, one partition per runner. */
final class DynamoDbRunnerMetricsStore implements RunnerMetricsStore {

    private static final String BY_TIME = "METRICS";

    private final Table table;

    DynamoDbRunnerMetricsStore(Table table) {
        this.table = table;
    }

    @Override
    public void record(RunnerMetrics metrics) {
        var item = Item.at(Keys.metrics(metrics.runner(), metrics.at()))
                .doc(metrics)
                .expires(metrics.at().plus(RunnerMetrics.KEPT))
                .in(
                        Index.LIST_1,
                        Shards.of(BY_TIME, metrics.runner()),
                        Places.timeAndId(metrics.at(), metrics.runner()));
        table.put("recording metrics of runner \"" + metrics.runner() + "\"", item);
    }

    @Override
    public Optional<RunnerMetrics> newest(RunnerId runner, Instant now) {
        var query = Query.of(Index.TABLE, Keys.metrics(runner), 1).newestFirst();
        return table.query("reading the newest metrics of runner \"" + runner + "\"", query).stream()
                .map(DynamoDbRunnerMetricsStore::metrics)
                .filter(metrics -> !metrics.isExpired(now))
                .findFirst();
    }

    @Override
    public Page<RunnerMetrics> ofRunner(RunnerId runner, Instant now, PageRequest page) {
        return Listing.falling(table, Index.TABLE, Keys.metrics(runner), item -> Optional.of(metrics(item)))
                .above(Places.justAfter(now.minus(RunnerMetrics.KEPT)))
                .page("listing metrics of runner \"" + runner + "\"", page);
    }

    @Override
    public int forgetExpired(Instant now, int atMost) {
        var end = Places.justAfter(now.minus(RunnerMetrics.KEPT));
        var lists = Shards.all(BY_TIME).stream()
                .map(list -> Query.of(Index.LIST_1, list, Query.ALL).before(end))
                .toList();
        return Forgetting.of(
                        table, "forgetting old metrics", row -> metrics(row).isExpired(now))
                .in(lists, atMost);
    }

    private static RunnerMetrics metrics(Item item) {
        return item.doc(RunnerMetrics.class);
    }
}
