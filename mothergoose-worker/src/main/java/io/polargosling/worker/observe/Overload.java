package io.polargosling.worker.observe;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerMetrics;
import io.polargosling.domain.runner.RunnerMetricsStore;
import io.polargosling.domain.store.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Which machines have been too busy for five minutes, by the thresholds of their pool. */
final class Overload {

    private static final Duration SPAN = Duration.ofMinutes(5);
    /** A measurement every 30 s. */
    private static final int MEASUREMENTS = 12;

    private final RunnerMetricsStore metrics;

    Overload(RunnerMetricsStore metrics) {
        this.metrics = metrics;
    }

    /** Those of {@code live}; without thresholds nothing is read. */
    Set<RunnerId> among(EggName egg, List<Runner> live, PruningPolicy policy, Instant now) {
        var condition = policy.conditions().stream()
                .filter(c -> c.eggs().isEmpty() || c.eggs().contains(egg))
                .filter(c -> c.cpuThreshold().isPresent() || c.memoryThreshold().isPresent())
                .findFirst();
        return condition
                .map(thresholds -> live.stream()
                        .filter(runner -> runner.origin().kind() == RunnerKind.VM)
                        .filter(runner -> isOverloaded(runner.id(), thresholds, now))
                        .map(Runner::id)
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    private boolean isOverloaded(RunnerId runner, PruningPolicy.PoolCondition thresholds, Instant now) {
        var recent = metrics.ofRunner(runner, now, PageRequest.first(MEASUREMENTS)).items().stream()
                .filter(measured -> measured.at().isAfter(now.minus(SPAN)))
                .toList();
        return reaches(
                        recent,
                        thresholds.cpuThreshold(),
                        measured -> measured.usage().cpu())
                || reaches(
                        recent,
                        thresholds.memoryThreshold(),
                        measured -> measured.usage().memory());
    }

    private static boolean reaches(
            List<RunnerMetrics> recent, Optional<Integer> threshold, ToDoubleFunction<RunnerMetrics> usage) {
        var average = recent.stream().mapToDouble(usage).average();
        return threshold.isPresent() && average.isPresent() && average.getAsDouble() >= threshold.get();
    }
}
