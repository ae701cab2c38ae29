package io.polargosling.worker.demand;

import io.polargosling.domain.demand.CiJobProgress;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.target.Pages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long jobs are expected to take: as long as 95 of 100 former runs of the same name in the same project took, by
 * the newest 20 of them. What was found out about a project is good for ten minutes.
 */
final class JobDurations {

    private static final int RUNS = 20;
    private static final int MAX_ROWS = 2000;
    private static final int MAX_PROJECTS = 2000;
    private static final Duration GOOD_FOR = Duration.ofMinutes(10);
    /** A run that was stopped says nothing about how long it would have taken. */
    private static final Set<String> RAN_TO_THE_END = Set.of("success", "failed");

    private final Storage storage;
    private final Map<ListingPlaces.Key, Known> projects = new ConcurrentHashMap<>();

    private record Known(Instant readAt, Map<String, Duration> byName) {}

    /** By the runs that {@code storage} remembers. */
    JobDurations(Storage storage) {
        this.storage = storage;
    }

    /** How long a job called {@code name} is expected to take; empty when none of that name ran to its end. */
    Optional<Duration> expected(GitLabServer server, long projectId, String name, Instant now) {
        var key = new ListingPlaces.Key(server, projectId);
        var known = projects.get(key);
        if (known == null || !known.readAt().plus(GOOD_FOR).isAfter(now)) {
            known = new Known(now, read(key, now));
            if (projects.size() >= MAX_PROJECTS) {
                projects.values().removeIf(old -> !old.readAt().plus(GOOD_FOR).isAfter(now));
            }
            if (projects.size() < MAX_PROJECTS) {
                projects.put(key, known);
            }
        }
        return Optional.ofNullable(known.byName().get(name));
    }

    private Map<String, Duration> read(ListingPlaces.Key key, Instant now) {
        var runs = new HashMap<String, List<Duration>>();
        Pages.upTo(MAX_ROWS, page -> storage.ciJobs().ofProject(key.server(), key.projectId(), now, page))
                .forEach(row -> took(row).ifPresent(duration -> {
                    var ofName = runs.computeIfAbsent(row.facts().name(), name -> new ArrayList<>());
                    if (ofName.size() < RUNS) {
                        ofName.add(duration);
                    }
                }));
        var byName = new HashMap<String, Duration>();
        runs.forEach((name, durations) -> byName.put(name, percentile95(durations)));
        return Map.copyOf(byName);
    }

    private static Optional<Duration> took(TrackedJob row) {
        CiJobProgress progress = row.progress();
        return progress.outcome()
                .filter(RAN_TO_THE_END::contains)
                .flatMap(outcome -> progress.startedAt()
                        .flatMap(begin -> progress.finishedAt().map(end -> Duration.between(begin, end))));
    }

    /** The smallest of {@code durations} that 95 of 100 do not exceed. */
    static Duration percentile95(List<Duration> durations) {
        var sorted = durations.stream().sorted().toList();
        return sorted.get((sorted.size() * 95 + 99) / 100 - 1);
    }
}
