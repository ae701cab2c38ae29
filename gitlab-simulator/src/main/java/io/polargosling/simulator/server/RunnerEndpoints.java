package io.polargosling.simulator.server;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** REST: making, reading, changing and deleting runners. */
final class RunnerEndpoints {

    private static final Set<String> TYPES = Set.of("instance_type", "group_type", "project_type");
    private static final Set<String> ACCESS_LEVELS = Set.of("not_protected", "ref_protected");
    private static final int LONGEST_NOTE = 1024;
    private static final int SHORTEST_MAXIMUM_TIMEOUT = 600;
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(5);
    private static final Duration LONGEST_LIFE = Duration.ofDays(15);

    private final World world;
    private final JobBoard board;
    private final ProjectEndpoints projects;
    private final String base;

    RunnerEndpoints(World world, JobBoard board, ProjectEndpoints projects, String base) {
        this.world = world;
        this.board = board;
        this.projects = projects;
        this.base = base;
    }

    void addTo(Router router) {
        router.on("POST", "/api/v4/user/runners", Router.Access.CREATE_RUNNER, this::create);
        router.on("GET", "/api/v4/runners", Router.Access.READ, this::list);
        router.on("GET", "/api/v4/runners/:id", Router.Access.READ, this::read);
        router.on("PUT", "/api/v4/runners/:id", Router.Access.MANAGE_RUNNER, this::change);
        router.on("DELETE", "/api/v4/runners/:id", Router.Access.MANAGE_RUNNER, this::delete);
        router.on("GET", "/api/v4/runners/:id/jobs", Router.Access.READ, this::jobs);
        router.on("GET", "/api/v4/runners/:id/managers", Router.Access.READ, this::managers);
        router.on("GET", "/api/v4/projects/:id/runners", Router.Access.READ, this::ofProject);
        router.on("GET", "/api/v4/groups/:id/runners", Router.Access.READ, this::ofGroup);
    }

    private Response create(Request request) {
        Params params = request.params();
        Runner.Scope scope = scope(params);
        Instant now = world.now();
        Runner runner = new Runner(world.ids.runner(), world.ids.runnerToken(), scope, now, tokenExpiry(params, now));
        runner.runUntagged = true;
        apply(runner, params);
        world.runners.put(runner.id, runner);
        return Response.json(
                201,
                Json.object()
                        .put("id", runner.id)
                        .put("token", runner.token)
                        .put("token_expires_at", Json.rest(runner.tokenExpiresAt)));
    }

    private Runner.Scope scope(Params params) {
        String type = params.required("runner_type");
        if (!TYPES.contains(type)) {
            throw Refusal.error(400, "runner_type does not have a valid value");
        }
        return switch (type) {
            case "project_type" ->
                new Runner.Scope(
                        type, world.project(params.required("project_id")).id(), "");
            case "group_type" ->
                new Runner.Scope(
                        type,
                        0,
                        world.group(params.required("group_id"))
                                .orElseThrow(() -> Refusal.message(404, "404 Group Not Found")));
            default -> new Runner.Scope(type, 0, "");
        };
    }

    private static @Nullable Instant tokenExpiry(Params params, Instant now) {
        Optional<String> text = params.text("token_expires_at");
        if (text.isEmpty()) {
            return null;
        }
        try {
            Instant expiry = Instant.parse(text.get());
            if (expiry.isBefore(now.plus(SHORTEST_LIFE)) || expiry.isAfter(now.plus(LONGEST_LIFE))) {
                throw Refusal.invalid(400, "token_expires_at", "must be between 5 minutes and 15 days from now");
            }
            return expiry;
        } catch (DateTimeParseException e) {
            throw Refusal.error(400, "token_expires_at is invalid");
        }
    }

    /** Checks every field first, so that a refused request changes nothing. */
    private void apply(Runner runner, Params params) {
        Set<String> tags =
                params.has("tag_list") ? new LinkedHashSet<>(params.commaSeparated("tag_list")) : runner.tags;
        boolean runUntagged = params.flag("run_untagged").orElse(runner.runUntagged);
        Optional<Boolean> paused =
                params.flag("paused").or(() -> params.flag("active").map(active -> !active));
        boolean locked = params.flag("locked").orElse(runner.locked);
        String accessLevel = params.text("access_level").orElse(runner.accessLevel);
        String note = params.text("maintenance_note").orElse(runner.maintenanceNote);
        int timeout = params.number("maximum_timeout").orElse(SHORTEST_MAXIMUM_TIMEOUT);
        if (tags.isEmpty() && !runUntagged) {
            throw Refusal.invalid(
                    400, "tags_list", "can not be empty when runner is not allowed to pick untagged jobs");
        }
        if (!ACCESS_LEVELS.contains(accessLevel)) {
            throw Refusal.error(400, "access_level does not have a valid value");
        }
        if (note.length() > LONGEST_NOTE) {
            throw Refusal.invalid(400, "maintenance_note", "is too long (maximum is 1024 characters)");
        }
        if (timeout < SHORTEST_MAXIMUM_TIMEOUT) {
            throw Refusal.invalid(400, "maximum_timeout", "needs to be at least 10 minutes");
        }
        runner.tags = tags;
        runner.runUntagged = runUntagged;
        runner.locked = locked;
        runner.accessLevel = accessLevel;
        runner.maintenanceNote = note;
        paused.ifPresent(wanted -> runner.pause(wanted, world.now()));
        params.text("description").ifPresent(text -> runner.description = text);
        if (params.text("maximum_timeout").isPresent()) {
            runner.maximumTimeout = params.number("maximum_timeout");
        }
    }

    private Response list(Request request) {
        return page(request, world.runners.values().stream().toList());
    }

    private Response ofProject(Request request) {
        Project project = world.project(request.path("id"));
        return page(
                request,
                world.runners.values().stream()
                        .filter(runner -> runner.scope.covers(project))
                        .toList());
    }

    private Response ofGroup(Request request) {
        String path = world.group(request.path("id")).orElseThrow(() -> Refusal.message(404, "404 Group Not Found"));
        return page(
                request,
                world.runners.values().stream()
                        .filter(runner -> runner.scope.groupPath().equalsIgnoreCase(path))
                        .toList());
    }

    private Response managers(Request request) {
        Runner runner = world.runner(request.pathId("id"));
        Instant now = world.now();
        List<String> systems = List.copyOf(runner.managers.keySet());
        return Page.byOffset(request, base, systems, system -> {
            Instant contactedAt = runner.managers.getOrDefault(system, runner.createdAt);
            boolean busy = world.jobs.values().stream()
                    .anyMatch(job -> job.runner == runner && !job.status.finished() && job.isOn(system));
            return Json.object()
                    .put("id", runner.id * 1000 + systems.indexOf(system))
                    .put("system_id", system)
                    .put("version", runner.version)
                    .put("contacted_at", Json.rest(contactedAt))
                    .put("status", Runner.status(contactedAt, now))
                    .put("job_execution_status", busy ? "active" : "idle");
        });
    }

    private Response page(Request request, List<Runner> candidates) {
        Params params = request.params();
        Instant now = world.now();
        List<Runner> wanted = candidates.stream()
                .filter(runner -> !runner.deleted())
                .filter(runner ->
                        params.text("type").map(runner.scope.type()::equals).orElse(true))
                .filter(runner ->
                        params.flag("paused").map(flag -> flag == runner.paused).orElse(true))
                .filter(runner ->
                        params.text("status").map(runner.status(now)::equals).orElse(true))
                .filter(runner -> runner.tags.containsAll(params.commaSeparated("tag_list")))
                .toList()
                .reversed();
        return Page.byOffset(request, base, wanted, runner -> basicJson(runner, now, busy(runner)));
    }

    private Response read(Request request) {
        return Response.json(200, fullJson(world.runner(request.pathId("id"))));
    }

    private Response change(Request request) {
        Runner runner = world.runner(request.pathId("id"));
        apply(runner, request.params());
        return Response.json(200, fullJson(runner));
    }

    private Response delete(Request request) {
        board.delete(world.runner(request.pathId("id")));
        return Response.empty(204);
    }

    private Response jobs(Request request) {
        board.sweep();
        Runner runner = world.runner(request.pathId("id"));
        Optional<String> status = request.params().text("status");
        if (status.isPresent()
                && !Set.of("running", "success", "failed", "canceled").contains(status.get())) {
            throw Refusal.error(400, "status does not have a valid value");
        }
        List<Job> jobs = world.jobs.descendingMap().values().stream()
                .filter(job -> job.runner == runner)
                .filter(job -> request.params().text("system_id").map(job::isOn).orElse(true))
                .filter(job -> status.map(job.status.wire()::equals).orElse(true))
                .toList();
        return Page.byOffset(request, base, jobs, projects::jobJson);
    }

    private boolean busy(Runner runner) {
        return world.jobs.values().stream().anyMatch(job -> job.runner == runner && !job.status.finished());
    }

    static ObjectNode basicJson(Runner runner, Instant now, boolean busy) {
        return Json.object()
                .put("id", runner.id)
                .put("description", runner.description)
                .put("paused", runner.paused)
                .put("active", !runner.paused)
                .put("is_shared", runner.scope.type().equals("instance_type"))
                .put("runner_type", runner.scope.type())
                .putNull("name")
                .put(
                        "online",
                        runner.contactedAt == null ? null : runner.status(now).equals("online"))
                .put("status", runner.status(now))
                .put("job_execution_status", busy ? "active" : "idle");
    }

    private ObjectNode fullJson(Runner runner) {
        ObjectNode body = basicJson(runner, world.now(), busy(runner))
                .put("created_at", Json.rest(runner.createdAt))
                .put("contacted_at", Json.rest(runner.contactedAt))
                .put("maintenance_note", runner.maintenanceNote)
                .put("access_level", runner.accessLevel)
                .put("run_untagged", runner.runUntagged)
                .put("locked", runner.locked)
                .put("version", runner.version);
        body.set("tag_list", Json.strings(runner.tags));
        if (runner.maximumTimeout.isPresent()) {
            body.put("maximum_timeout", runner.maximumTimeout.getAsInt());
        } else {
            body.putNull("maximum_timeout");
        }
        if (runner.scope.projectId() == 0) {
            return body.set("projects", Json.array());
        }
        Project project = world.project(Long.toString(runner.scope.projectId()));
        return body.set(
                "projects",
                Json.array()
                        .add(Json.object()
                                .put("id", project.id())
                                .put("path_with_namespace", project.path())
                                .put("name", project.name())));
    }
}
