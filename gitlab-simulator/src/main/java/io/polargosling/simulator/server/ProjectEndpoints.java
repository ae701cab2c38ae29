package io.polargosling.simulator.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** REST: version, projects, groups, jobs. */
final class ProjectEndpoints {

    private static final Duration BUILD_TIMEOUT = Duration.ofHours(1);

    private final World world;
    private final JobBoard board;
    private final String base;
    private final String version;

    ProjectEndpoints(World world, JobBoard board, String base, String version) {
        this.world = world;
        this.board = board;
        this.base = base;
        this.version = version;
    }

    void addTo(Router router) {
        router.on("GET", "/api/v4/version", Router.Access.READ, request -> version());
        router.on("GET", "/api/v4/metadata", Router.Access.READ, request -> version());
        router.on("GET", "/api/v4/projects/:id", Router.Access.READ, this::project);
        router.on("GET", "/api/v4/groups/:id", Router.Access.READ, this::group);
        router.on("GET", "/api/v4/groups/:id/projects", Router.Access.READ, this::groupProjects);
        router.on("GET", "/api/v4/projects/:id/jobs", Router.Access.READ, this::jobs);
        router.on("GET", "/api/v4/projects/:id/jobs/:job_id", Router.Access.READ, this::job);
        router.on("GET", "/api/v4/projects/:id/pipelines/:pipeline_id/jobs", Router.Access.READ, this::pipelineJobs);
        router.on("POST", "/api/v4/projects/:id/jobs/:job_id/cancel", Router.Access.WRITE, this::cancel);
    }

    private Response version() {
        return Response.json(200, Json.object().put("version", version).put("revision", "simulator"));
    }

    private Response project(Request request) {
        return Response.json(200, projectJson(world.project(request.path("id"))));
    }

    private ObjectNode projectJson(Project project) {
        ObjectNode body = Json.object()
                .put("id", project.id())
                .put("name", project.name())
                .put("path", project.path().substring(project.path().lastIndexOf('/') + 1))
                .put("path_with_namespace", project.path())
                .put("default_branch", project.defaultBranch())
                .put("web_url", base + "/" + project.path())
                .put("http_url_to_repo", base + "/" + project.path() + ".git")
                .put("archived", world.archived.contains(project.id()))
                .put("build_timeout", BUILD_TIMEOUT.toSeconds());
        body.set(
                "namespace",
                Json.object()
                        .put("id", project.namespaceId())
                        .put("name", project.groupName())
                        .put("kind", "group")
                        .put("full_path", project.groupPath()));
        return body;
    }

    private String groupPath(Request request) {
        return world.group(request.path("id")).orElseThrow(() -> Refusal.message(404, "404 Group Not Found"));
    }

    private Response group(Request request) {
        String path = groupPath(request);
        return Response.json(
                200,
                Json.object()
                        .put("id", world.groupId(path))
                        .put("full_path", path)
                        .put("web_url", base + "/groups/" + path));
    }

    private Response groupProjects(Request request) {
        String path = groupPath(request);
        boolean simple = request.params().flag("simple").orElse(false);
        Optional<Boolean> archived = request.params().flag("archived");
        boolean below = request.params().flag("include_subgroups").orElse(false);
        List<Project> projects = world.projects.values().stream()
                .filter(project ->
                        below ? project.inGroup(path) : project.groupPath().equalsIgnoreCase(path))
                .filter(project -> archived.map(wanted -> wanted == world.archived.contains(project.id()))
                        .orElse(true))
                .toList();
        return Page.byOffset(request, base, projects, project -> {
            ObjectNode body = projectJson(project);
            return simple ? body.remove(List.of("archived", "build_timeout")) : body;
        });
    }

    private Response jobs(Request request) {
        board.sweep();
        Project project = world.project(request.path("id"));
        Set<JobStatus> scope = scope(request.params());
        List<Job> jobs = newestFirst(job -> job.project.id() == project.id() && scope.contains(job.status));
        if (request.params().text("pagination").orElse("").equals("keyset")) {
            return Page.byKeyset(request, base, jobs, job -> job.id, this::jobJson);
        }
        return Page.byOffset(request, base, jobs, this::jobJson);
    }

    private Response pipelineJobs(Request request) {
        board.sweep();
        Project project = world.project(request.path("id"));
        long pipeline = request.pathId("pipeline_id");
        Set<JobStatus> scope = scope(request.params());
        List<Job> jobs = newestFirst(
                job -> job.project.id() == project.id() && job.pipelineId == pipeline && scope.contains(job.status));
        return Page.byOffset(request, base, jobs, this::jobJson);
    }

    private List<Job> newestFirst(Predicate<Job> wanted) {
        return new ArrayList<>(
                world.jobs.descendingMap().values().stream().filter(wanted).toList());
    }

    private static Set<JobStatus> scope(Params params) {
        if (!params.has("scope")) {
            return EnumSet.allOf(JobStatus.class);
        }
        Set<JobStatus> scope = EnumSet.noneOf(JobStatus.class);
        for (String name : params.list("scope")) {
            if (!RunnerProtocol.KNOWN_STATES.contains(name)) {
                throw Refusal.error(400, "scope does not have a valid value");
            }
            JobStatus.parse(name).ifPresent(scope::add);
        }
        return scope;
    }

    private Job job(Project project, Request request) {
        Job job = world.job(request.pathId("job_id"));
        if (job.project.id() != project.id()) {
            throw Refusal.message(404, "404 Not found");
        }
        return job;
    }

    private Response job(Request request) {
        board.sweep();
        return Response.json(200, jobJson(job(world.project(request.path("id")), request)));
    }

    private Response cancel(Request request) {
        Job job = job(world.project(request.path("id")), request);
        board.cancel(job);
        return Response.json(201, jobJson(job));
    }

    JsonNode jobJson(Job job) {
        Instant now = world.now();
        ObjectNode body = Json.object()
                .put("id", job.id)
                .put("name", job.spec.name())
                .put("stage", "test")
                .put("status", job.status.wire())
                .put("ref", job.spec.ref())
                .put("tag", false)
                .put("allow_failure", false)
                .put("created_at", Json.rest(job.createdAt))
                .put("started_at", Json.rest(job.startedAt))
                .put("finished_at", Json.rest(job.finishedAt))
                .putNull("erased_at")
                .put("duration", job.runSeconds(now))
                .put("queued_duration", job.queuedSeconds(now))
                .put("source", "push")
                .put("archived", false)
                .put("web_url", base + "/" + job.project.path() + "/-/jobs/" + job.id);
        body.set("tag_list", Json.strings(job.spec.tags()));
        if (job.failureReason != null) {
            body.put("failure_reason", job.failureReason);
        }
        body.set("pipeline", pipelineJson(job));
        Runner runner = job.runner;
        body.set("runner", runner == null ? null : RunnerEndpoints.basicJson(runner, now, false));
        body.set("commit", Json.object().put("id", job.sha));
        body.set("user", Json.object().put("id", PayloadParts.USER_ID).put("username", PayloadParts.USERNAME));
        body.set("artifacts", Json.array());
        body.set("project", Json.object().put("ci_job_token_scope_enabled", false));
        return body;
    }

    private static ObjectNode pipelineJson(Job job) {
        return Json.object()
                .put("id", job.pipelineId)
                .put("project_id", job.project.id())
                .put("ref", job.spec.ref())
                .put("sha", job.sha)
                .put("status", job.status.wire());
    }
}
