package io.polargosling.testkit.memory;

import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerMetrics;
import io.polargosling.domain.runner.RunnerMetricsStore;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** What runners measured. */
final class MemoryMetrics implements RunnerMetricsStore {

    private static final Listing<RunnerMetrics, Listing.Moment> NEWEST = Listing.newest(RunnerMetrics::at, _ -> "");

    private final Rows rows;
    private final Table<Key, RunnerMetrics> measured;
    private final Table.Index<Key, RunnerId, RunnerMetrics> byRunner;

    MemoryMetrics(Rows rows) {
        this.rows = rows;
        measured = new Table<>(rows, "metrics");
        byRunner = measured.by(metrics -> Optional.of(metrics.runner()));
    }

    private record Key(RunnerId runner, Instant at) {

        static Key of(RunnerMetrics metrics) {
            return new Key(metrics.runner(), metrics.at());
        }
    }

    @Override
    public void record(RunnerMetrics metrics) {
        rows.change(() -> measured.put(Key.of(metrics), metrics));
    }

    @Override
    public Optional<RunnerMetrics> newest(RunnerId runner, Instant now) {
        return rows.read(() -> NEWEST.sorted(kept(runner, now)).findFirst());
    }

    @Override
    public Page<RunnerMetrics> ofRunner(RunnerId runner, Instant now, PageRequest page) {
        return rows.read(() -> NEWEST.page(kept(runner, now), page));
    }

    private Stream<RunnerMetrics> kept(RunnerId runner, Instant now) {
        return byRunner.of(runner).stream().filter(metrics -> !metrics.isExpired(now));
    }

    @Override
    public int forgetExpired(Instant now, int atMost) {
        return measured.forget(measured.all().stream().filter(metrics -> metrics.isExpired(now)), atMost, Key::of);
    }
}
