package io.polargosling.domain.runner;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a runner stands.
 *
 * @param cause why it failed or is being ended
 * @param order what is to happen to it, as soon as no job is harmed
 * @param since when it entered the state
 * @param attempt how often its machine was tried, from 0
 */
public record RunnerStatus(
        RunnerState state,
        Phase phase,
        Optional<String> cause,
        Optional<PendingOrder> order,
        Instant since,
        int attempt) {}
