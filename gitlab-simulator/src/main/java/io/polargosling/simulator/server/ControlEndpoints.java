package io.polargosling.simulator.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The control interface below {@code /simulator}: what a test does behind GitLab's back. */
final class ControlEndpoints {

    private final GitLabSimulator simulator;

    ControlEndpoints(GitLabSimulator simulator) {
        this.simulator = simulator;
    }

    void addTo(Router router) {
        on(router, "GET", "/simulator/health", request -> Json.object().put("status", "up"));
        on(router, "POST", "/simulator/projects", this::createProject);
        on(router, "POST", "/simulator/tokens", this::setToken);
        on(router, "DELETE", "/simulator/tokens/:token", this::revokeToken);
        on(router, "POST", "/simulator/jobs", this::enqueue);
        on(router, "GET", "/simulator/jobs", request -> list(simulator.jobs(), ControlEndpoints::jobJson));
        on(router, "GET", "/simulator/jobs/:id", request -> jobJson(simulator.job(request.pathId("id"))));
        on(router, "POST", "/simulator/jobs/:id/cancel", this::cancel);
        on(router, "GET", "/simulator/runners", request -> list(simulator.runners(), Json::tree));
        on(router, "GET", "/simulator/deliveries", request -> list(simulator.deliveries(), Json::tree));
        on(router, "POST", "/simulator/push", this::push);
        on(router, "POST", "/simulator/pipelines", this::setPipeline);
        on(router, "GET", "/simulator/schedules", request -> list(simulator.schedules(), Json::tree));
        on(router, "POST", "/simulator/schedules/:id/fire", this::fire);
        on(router, "POST", "/simulator/merge-request", this::mergeRequest);
        on(router, "POST", "/simulator/webhooks", this::webhooks);
        on(router, "POST", "/simulator/faults", this::addFault);
        on(router, "DELETE", "/simulator/faults", request -> {
            simulator.clearFaults();
            return Json.object();
        });
    }

    private static void on(Router router, String method, String pattern, Function<Request, JsonNode> action) {
        router.on(method, pattern, Router.Access.OWN, request -> {
            try {
                return Response.json(200, action.apply(request));
            } catch (IllegalArgumentException e) {
                throw Refusal.error(400, String.valueOf(e.getMessage()));
            }
        });
    }

    private static <T> ArrayNode list(List<T> values, Function<T, JsonNode> write) {
        ArrayNode array = Json.array();
        values.forEach(value -> array.add(write.apply(value)));
        return array;
    }

    /** The report with the runner's id and the state as on GitLab's own wire. */
    private static JsonNode jobJson(JobReport job) {
        ObjectNode body = (ObjectNode) Json.tree(job);
        body.put("status", job.status().wire());
        body.put("runner_id", job.runnerId().orElse(null));
        return body;
    }

    private JsonNode createProject(Request request) {
        ObjectNode body = request.json();
        long id = number(body, "id").orElseThrow(() -> missing("id"));
        simulator.createProject(id, text(body, "path"));
        Json.texts(body, "tokens").forEach(simulator::setAccessToken);
        return Json.object().put("id", id);
    }

    private JsonNode setToken(Request request) {
        ObjectNode body = request.json();
        List<String> scopes = Json.texts(body, "scopes");
        simulator.setAccessToken(text(body, "token"), scopes.isEmpty() ? Set.of("api") : new LinkedHashSet<>(scopes));
        return Json.object();
    }

    private JsonNode revokeToken(Request request) {
        simulator.revokeAccessToken(request.path("token"));
        return Json.object();
    }

    private JsonNode setPipeline(Request request) {
        simulator.setPipeline(spec(request.json()));
        return Json.object();
    }

    private JsonNode fire(Request request) {
        return Json.object()
                .put("job", simulator.fireSchedule(request.pathId("id")).orElse(null));
    }

    private JsonNode enqueue(Request request) {
        ObjectNode body = request.json();
        JobSpec spec = spec(body);
        boolean silent = body.path("silent").booleanValue(false);
        return Json.object().put("id", silent ? simulator.enqueueJobSilently(spec) : simulator.enqueueJob(spec));
    }

    private static JobSpec spec(ObjectNode body) {
        return new JobSpec(
                number(body, "project_id").orElseThrow(() -> missing("project_id")),
                text(body, "name"),
                Json.texts(body, "tags"),
                Json.texts(body, "script"),
                variables(body.path("variables")),
                Duration.ofSeconds(number(body, "timeout").orElse(3600L)),
                Json.text(body, "ref").orElse("main"));
    }

    private static List<JobVariable> variables(JsonNode array) {
        List<JobVariable> variables = new ArrayList<>();
        array.forEach(entry -> variables.add(new JobVariable(
                text(entry, "key"),
                Json.text(entry, "value").orElse(""),
                entry.path("masked").booleanValue(false))));
        return variables;
    }

    private JsonNode cancel(Request request) {
        simulator.cancelJob(request.pathId("id"));
        return Json.object();
    }

    private JsonNode push(Request request) {
        ObjectNode body = request.json();
        simulator.sendPush(
                number(body, "project_id").orElseThrow(() -> missing("project_id")),
                new PushEvent(
                        text(body, "ref"),
                        Json.text(body, "before").orElse(PushEvent.NONE),
                        Json.text(body, "after").orElse(PushEvent.NONE)));
        return Json.object();
    }

    private JsonNode mergeRequest(Request request) {
        ObjectNode body = request.json();
        simulator.sendMergeRequest(
                number(body, "project_id").orElseThrow(() -> missing("project_id")),
                new MergeRequestEvent(
                        number(body, "iid").orElse(1L),
                        Json.text(body, "action").orElse("open"),
                        Json.text(body, "source_branch").orElse("change"),
                        Json.text(body, "oldrev")));
        return Json.object();
    }

    private JsonNode webhooks(Request request) {
        ObjectNode body = request.json();
        if (body.has("dropped")) {
            simulator.setWebhooksDropped(body.path("dropped").booleanValue());
        }
        if (body.has("group_hooks")) {
            simulator.setGroupHooksLicensed(body.path("group_hooks").booleanValue());
        }
        return Json.object();
    }

    private JsonNode addFault(Request request) {
        ObjectNode body = request.json();
        simulator.addFault(new Fault(
                text(body, "path_prefix"),
                Json.text(body, "method"),
                number(body, "times")
                        .orElse(body.has("seconds") ? Integer.MAX_VALUE : 1L)
                        .intValue(),
                number(body, "status").map(Long::intValue),
                number(body, "retry_after").map(Duration::ofSeconds),
                Duration.ofMillis(number(body, "latency_ms").orElse(0L)),
                number(body, "seconds").map(Duration::ofSeconds)));
        return Json.object();
    }

    private static String text(JsonNode body, String key) {
        return Json.text(body, key).orElseThrow(() -> missing(key));
    }

    private static Optional<Long> number(JsonNode body, String key) {
        JsonNode value = body.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber()) {
            throw Refusal.error(400, key + " is invalid (expected: a whole number)");
        }
        return Optional.of(value.longValue());
    }

    private static Refusal missing(String key) {
        return Refusal.error(400, key + " is missing");
    }
}
