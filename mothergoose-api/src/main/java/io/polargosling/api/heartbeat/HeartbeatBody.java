package io.polargosling.api.heartbeat;

import io.polargosling.api.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A heartbeat as it was sent. */
record HeartbeatBody(
        @Nullable Long seq,
        @Nullable String eggName,
        @Nullable String state,
        @Nullable List<@Nullable Long> runningJobs,
        @Nullable String agentVersion,
        @Nullable Long configVersion,
        @Nullable String bootPhase,
        @Nullable List<JsonNode> events,
        @Nullable List<@Nullable String> logTail) {

    private static final int MAX_JOBS = 100;
    private static final int MAX_EVENTS = 100;
    private static final int MAX_LOG_LINES = 200;

    /** The heartbeat, checked. */
    Heartbeat checked() {
        if (seq == null || seq < 1) {
            throw ProblemException.invalid("/seq", "required", "seq: expected a number above 0");
        }
        if (eggName == null) {
            throw ProblemException.invalid("/egg_name", "required", "egg_name: expected the egg's name");
        }
        var jobs = runningJobs == null ? List.<@Nullable Long>of() : runningJobs;
        atMost(jobs, MAX_JOBS, "running_jobs");
        if (jobs.stream().anyMatch(job -> job == null || job < 1)) {
            throw ProblemException.invalid("/running_jobs", "range", "running_jobs: expected GitLab's ids of jobs");
        }
        var _ = Words.shortText(agentVersion, "agent_version");
        return new Heartbeat(
                seq,
                eggName,
                loadOf(state),
                jobs.stream().map(Long.class::cast).toList(),
                Words.phase(bootPhase),
                trouble());
    }

    private Heartbeat.Trouble trouble() {
        var told = events == null ? List.<JsonNode>of() : events;
        var lines = logTail == null ? List.<@Nullable String>of() : logTail;
        atMost(told, MAX_EVENTS, "events");
        atMost(lines, MAX_LOG_LINES, "log_tail");
        var failures = told.stream()
                .filter(HeartbeatBody::isFailure)
                .map(HeartbeatBody::textOf)
                .toList();
        // A log may hold what no one should keep without need: without a failure nobody needs it.
        return failures.isEmpty()
                ? Heartbeat.Trouble.none()
                : new Heartbeat.Trouble(
                        FailureText.bounded(failures),
                        FailureText.bounded(lines.stream()
                                .map(line -> line == null ? "" : line)
                                .toList()));
    }

    private static Heartbeat.Load loadOf(@Nullable String state) {
        for (var load : Heartbeat.Load.values()) {
            if (load.name().toLowerCase(Locale.ROOT).equals(state)) {
                return load;
            }
        }
        throw ProblemException.invalid(
                "/state", "state", "state: expected active, idle, busy, draining, finished or stopping");
    }

    /** An event is a word, or an object with the word as its {@code kind}. */
    private static boolean isFailure(JsonNode event) {
        return kindOf(event).startsWith("failure");
    }

    private static String kindOf(JsonNode event) {
        var kind = event.isObject() ? event.path("kind") : event;
        return kind.isString() ? kind.stringValue() : "";
    }

    private static String textOf(JsonNode event) {
        String message = event.path("message").asString("");
        return message.isEmpty() ? kindOf(event) : kindOf(event) + ": " + message;
    }

    private static void atMost(List<?> list, int max, String field) {
        if (list.size() > max) {
            throw ProblemException.invalid("/" + field, "size", field + ": expected at most " + max + " entries");
        }
    }
}
