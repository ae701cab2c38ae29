package io.polargosling.api.why;

import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells in order what happened around a CI job, from rows. */
final class JobHistory {

    private static final int DECISIONS = 50;
    private static final int RUNNERS = 100;

    private final Storage storage;

    JobHistory(Storage storage) {
        this.storage = storage;
    }

    /**
     * Something that happened.
     *
     * @param event such as {@code job.pending} or {@code reason.no-capacity}
     */
    record Event(Instant at, String event, Map<String, String> details) {}

    /** Oldest first. */
    List<Event> of(TrackedJob job, Instant now) {
        var events = new ArrayList<Event>();
        var progress = job.progress();
        var end = progress.startedAt().or(progress::finishedAt).orElse(now);
        events.add(new Event(progress.pendingSince(), "job.pending", Map.of()));
        job.reasons().forEach(reason -> events.add(new Event(reason.at(), "reason." + reason.code(), reason.inputs())));
        job.egg().ifPresent(egg -> addLooks(egg, progress.pendingSince(), end, events));
        var runners = job.egg().map(this::runners).orElse(List.of());
        runners.stream()
                .filter(runner -> isWithin(runner.origin().createdAt(), progress.pendingSince(), end))
                .forEach(runner -> addRunner(runner, events));
        progress.startedAt().ifPresent(at -> events.add(new Event(at, "job.running", runnerOf(job, runners))));
        progress.finishedAt()
                .ifPresent(at -> events.add(new Event(
                        at, "job.finished", Map.of("outcome", progress.outcome().orElse("")))));
        events.sort(Comparator.comparing(Event::at));
        return events;
    }

    private void addLooks(EggName egg, Instant from, Instant to, List<Event> events) {
        storage.decisions().newest(egg, DECISIONS).stream()
                .filter(decision -> isWithin(decision.at(), from, to))
                .forEach(decision -> events.add(look(decision)));
    }

    private static Event look(Decision decision) {
        var details = new TreeMap<String, String>();
        details.put("pending", Integer.toString(decision.pending()));
        details.put("running", Integer.toString(decision.running()));
        if (!decision.reasons().isEmpty()) {
            details.put("decided", String.join("; ", decision.reasons()));
        }
        return new Event(decision.at(), "egg.looked-at", details);
    }

    private List<Runner> runners(EggName egg) {
        return storage.runners()
                .list(new RunnerFilter(Optional.of(egg), Optional.empty()), PageRequest.first(RUNNERS))
                .items();
    }

    private static void addRunner(Runner runner, List<Event> events) {
        var id = runner.id().value();
        events.add(new Event(
                runner.origin().createdAt(),
                "runner.reserved",
                Map.of(
                        "runner",
                        id,
                        "kind",
                        runner.origin().kind().word(),
                        "revision",
                        Long.toString(runner.origin().revision()))));
        var details = new TreeMap<>(Map.of("runner", id));
        runner.status().cause().ifPresent(cause -> details.put("cause", cause));
        runner.pulse().bootPhase().ifPresent(phase -> details.put("boot_phase", phase));
        if (runner.status().since().isAfter(runner.origin().createdAt())) {
            events.add(new Event(
                    runner.status().since(), "runner." + runner.state().word(), details));
        }
    }

    private static Map<String, String> runnerOf(TrackedJob job, List<Runner> runners) {
        var gitlabId = job.progress().runnerId();
        if (gitlabId.isEmpty()) {
            return Map.of();
        }
        var details = new TreeMap<>(Map.of("gitlab_runner_id", Long.toString(gitlabId.getAsLong())));
        runners.stream()
                .filter(runner -> runner.identity().gitlabRunnerId().equals(gitlabId))
                .findFirst()
                .ifPresent(runner -> details.put("runner", runner.id().value()));
        return details;
    }

    private static boolean isWithin(Instant at, Instant from, Instant to) {
        return !at.isBefore(from) && !at.isAfter(to);
    }
}
