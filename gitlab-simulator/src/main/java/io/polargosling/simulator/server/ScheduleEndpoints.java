package io.polargosling.simulator.server;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** REST: pipeline schedules and their variables. */
final class ScheduleEndpoints {

    private final World world;
    private final JobBoard board;
    private final String base;

    ScheduleEndpoints(World world, JobBoard board, String base) {
        this.world = world;
        this.board = board;
        this.base = base;
    }

    void addTo(Router router) {
        String schedules = "/api/v4/projects/:id/pipeline_schedules";
        String one = schedules + "/:schedule_id";
        router.on("GET", schedules, Router.Access.READ, this::list);
        router.on("POST", schedules, Router.Access.WRITE, this::create);
        router.on("GET", one, Router.Access.READ, request -> Response.json(200, json(schedule(request), true)));
        router.on("PUT", one, Router.Access.WRITE, this::change);
        router.on("DELETE", one, Router.Access.WRITE, this::delete);
        router.on("POST", one + "/take_ownership", Router.Access.WRITE, this::takeOwnership);
        router.on("POST", one + "/play", Router.Access.WRITE, this::play);
        router.on("POST", one + "/variables", Router.Access.WRITE, this::addVariable);
        router.on("PUT", one + "/variables/:key", Router.Access.WRITE, this::changeVariable);
        router.on("DELETE", one + "/variables/:key", Router.Access.WRITE, this::deleteVariable);
    }

    private Schedule schedule(Request request) {
        Project project = world.project(request.path("id"));
        Schedule schedule = world.schedules.get(request.pathId("schedule_id"));
        if (schedule == null || schedule.projectId != project.id()) {
            throw Refusal.message(404, "404 Pipeline Schedule Not Found");
        }
        return schedule;
    }

    private Response list(Request request) {
        Project project = world.project(request.path("id"));
        List<Schedule> schedules = world.schedules.values().stream()
                .filter(schedule -> schedule.projectId == project.id())
                .toList();
        return Page.byOffset(request, base, schedules, schedule -> json(schedule, false));
    }

    private Response create(Request request) {
        Params params = request.params();
        List.of("description", "ref", "cron").forEach(params::required);
        Schedule schedule = new Schedule(
                world.ids.schedule(), world.project(request.path("id")).id());
        apply(schedule, params);
        world.schedules.put(schedule.id, schedule);
        return Response.json(201, json(schedule, true));
    }

    private Response change(Request request) {
        Schedule schedule = schedule(request);
        apply(schedule, request.params());
        return Response.json(200, json(schedule, true));
    }

    private static void apply(Schedule schedule, Params params) {
        String cron = params.text("cron").orElse(schedule.cron);
        if (cron.strip().split("\\s+").length != 5) {
            throw Refusal.invalid(400, "cron", "syntax is invalid");
        }
        schedule.cron = cron;
        params.text("description").ifPresent(text -> schedule.description = text);
        params.text("ref").ifPresent(text -> schedule.ref = text.startsWith("refs/") ? text : "refs/heads/" + text);
        params.text("cron_timezone").ifPresent(text -> schedule.timezone = text);
        params.flag("active").ifPresent(flag -> schedule.active = flag);
    }

    private Response delete(Request request) {
        world.schedules.remove(schedule(request).id);
        return Response.empty(204);
    }

    private Response takeOwnership(Request request) {
        Schedule schedule = schedule(request);
        schedule.ownerId = PayloadParts.USER_ID;
        return Response.json(201, json(schedule, true));
    }

    private Response play(Request request) {
        Schedule schedule = schedule(request);
        schedule.plays++;
        board.run(schedule);
        return Response.json(201, Json.object().put("message", "201 Created"));
    }

    private Response addVariable(Request request) {
        Schedule schedule = schedule(request);
        String key = request.params().required("key");
        if (schedule.variables.containsKey(key)) {
            throw Refusal.invalid(400, "key", "has already been taken");
        }
        return variable(201, schedule, key, request.params().text("value").orElse(""));
    }

    private Response changeVariable(Request request) {
        Schedule schedule = schedule(request);
        return variable(
                200,
                schedule,
                known(schedule, request),
                request.params().text("value").orElse(""));
    }

    private Response deleteVariable(Request request) {
        Schedule schedule = schedule(request);
        schedule.variables.remove(known(schedule, request));
        return Response.json(202, Json.object().put("key", request.path("key")));
    }

    private static String known(Schedule schedule, Request request) {
        String key = request.path("key");
        if (!schedule.variables.containsKey(key)) {
            throw Refusal.message(404, "404 Pipeline Schedule Variable Not Found");
        }
        return key;
    }

    private static Response variable(int status, Schedule schedule, String key, String value) {
        schedule.variables.put(key, value);
        return Response.json(status, variableJson(Map.entry(key, value)));
    }

    private static ObjectNode variableJson(Map.Entry<String, String> variable) {
        return Json.object()
                .put("variable_type", "env_var")
                .put("key", variable.getKey())
                .put("value", variable.getValue());
    }

    private static ObjectNode json(Schedule schedule, boolean whole) {
        ObjectNode body = Json.object()
                .put("id", schedule.id)
                .put("description", schedule.description)
                .put("ref", schedule.ref)
                .put("cron", schedule.cron)
                .put("cron_timezone", schedule.timezone)
                .put("active", schedule.active)
                .putNull("next_run_at");
        if (schedule.ownerId == 0) {
            body.putNull("owner");
        } else {
            body.set("owner", Json.object().put("id", schedule.ownerId).put("username", PayloadParts.USERNAME));
        }
        if (whole) {
            ArrayNode variables = Json.array();
            schedule.variables.entrySet().forEach(variable -> variables.add(variableJson(variable)));
            body.set("variables", variables);
        }
        return body;
    }
}
