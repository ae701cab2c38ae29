package io.polargosling.cli.runner;

import io.polargosling.cli.client.ApiClient;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a runner says of itself.
 *
 * @param jobs GitLab's ids of the jobs it has
 * @param phase how far its start has come
 * @param agent what is known of the agent and its configuration
 * @param news what happened since the last heartbeat that arrived
 */
record Heartbeat(long seq, String eggName, State state, SortedSet<Long> jobs, BootPhase phase, Agent agent, News news) {

    /** @param version empty while it is not known */
    record Agent(String version, JsonNode configVersion) {}

    /** @param logTail the last lines of the agent's log, masked; told only with a failure */
    record News(List<Event> events, List<String> logTail) {

        News {
            events = List.copyOf(events);
            logTail = events.stream().anyMatch(Event::isFailure) ? List.copyOf(logTail) : List.of();
        }
    }

    /** The words of the heartbeat's state. */
    enum State {
        ACTIVE("active"),
        IDLE("idle"),
        BUSY("busy"),
        DRAINING("draining"),
        FINISHED("finished"),
        STOPPING("stopping");

        private final String word;

        State(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * Something worth telling.
     *
     * @param kind stable, kebab-case; what begins with {@code failure} counts as a failure of the runner
     * @param message never holds a secret
     */
    record Event(String kind, String message, Instant at) {

        boolean isFailure() {
            return kind.startsWith("failure");
        }
    }

    Heartbeat {
        jobs = new TreeSet<>(jobs);
    }

    ObjectNode toJson() {
        ObjectNode body = ApiClient.object();
        body.put("seq", seq);
        body.put("egg_name", eggName);
        body.put("state", state.word());
        var ids = body.putArray("running_jobs");
        jobs.forEach(ids::add);
        body.put("boot_phase", phase.word());
        body.put("agent_version", agent.version());
        body.set("config_version", agent.configVersion().isMissingNode() ? body.nullNode() : agent.configVersion());
        var list = body.putArray("events");
        for (Event event : news.events()) {
            list.addObject()
                    .put("kind", event.kind())
                    .put("message", event.message())
                    .put("at", event.at().toString());
        }
        if (!news.logTail().isEmpty()) {
            var lines = body.putArray("log_tail");
            news.logTail().forEach(lines::add);
        }
        return body;
    }
}
