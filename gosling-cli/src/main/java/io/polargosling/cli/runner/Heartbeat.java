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
 * @param agentVersion empty while it is not known
 * @param events what happened since the last heartbeat that arrived
 */
record Heartbeat(
        long seq,
        String eggName,
        State state,
        SortedSet<Long> jobs,
        String agentVersion,
        JsonNode configVersion,
        List<Event> events) {

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
    record Event(String kind, String message, Instant at) {}

    Heartbeat {
        jobs = new TreeSet<>(jobs);
        events = List.copyOf(events);
    }

    ObjectNode toJson() {
        ObjectNode body = ApiClient.object();
        body.put("seq", seq);
        body.put("egg_name", eggName);
        body.put("state", state.word());
        var ids = body.putArray("running_jobs");
        jobs.forEach(ids::add);
        body.put("agent_version", agentVersion);
        body.set("config_version", configVersion.isMissingNode() ? body.nullNode() : configVersion);
        var list = body.putArray("events");
        for (Event event : events) {
            list.addObject()
                    .put("kind", event.kind())
                    .put("message", event.message())
                    .put("at", event.at().toString());
        }
        return body;
    }
}
