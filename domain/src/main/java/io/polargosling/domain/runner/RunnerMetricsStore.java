package io.polargosling.domain.runner;

import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * What runners measured. A measurement that has expired by the {@code now} given is not there, whether or not its row
 * is.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
public interface RunnerMetricsStore {

    /** Writes a measurement; another one of the same runner and moment takes its place. */
    void record(RunnerMetrics metrics);

    /** The runner's newest measurement. */
    Optional<RunnerMetrics> newest(RunnerId runner, Instant now);

    /** The runner's measurements, newest first. */
    Page<RunnerMetrics> ofRunner(RunnerId runner, Instant now, PageRequest page);

    /**
     * Deletes measurements that have expired by {@code now}.
     *
     * @param atMost 1 to 500
     * @return how many; there may be more when it is {@code atMost}
     */
    int forgetExpired(Instant now, int atMost);
}
