package io.polargosling.simulator.server;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the agent speaks: verify, ask for a job, keep it alive, send its log, end it, leave. */
final class RunnerProtocol {

    /** Every job state GitLab has, also those the simulator never uses. */
    static final Set<String> KNOWN_STATES = Set.of(
            "created",
            "waiting_for_resource",
            "preparing",
            "waiting_for_callback",
            "pending",
            "running",
            "success",
            "failed",
            "canceling",
            "canceled",
            "skipped",
            "manual",
            "scheduled");

    private static final Pattern CONTENT_RANGE = Pattern.compile("(\\d{1,9})-(\\d{1,9})");

    private final World world;
    private final JobBoard board;
    private final JobBody jobBody;

    RunnerProtocol(World world, JobBoard board, JobBody jobBody) {
        this.world = world;
        this.board = board;
        this.jobBody = jobBody;
    }

    void addTo(Router router) {
        router.on("POST", "/api/v4/runners/verify", Router.Access.OWN, this::verify);
        router.on("POST", "/api/v4/jobs/request", Router.Access.OWN, this::requestJob);
        router.on("PUT", "/api/v4/jobs/:id", Router.Access.OWN, this::update);
        router.on("PATCH", "/api/v4/jobs/:id/trace", Router.Access.OWN, this::appendTrace);
        router.on("DELETE", "/api/v4/runners/managers", Router.Access.OWN, this::leave);
        router.on("DELETE", "/api/v4/runners", Router.Access.OWN, this::unregister);
        router.on("GET", "/api/v4/runners/router/discovery", Router.Access.OWN, request -> Response.empty(501));
        router.on(
                "POST",
                "/api/v4/runners",
                Router.Access.OWN,
                request ->
                        Response.json(410, Json.object().put("message", "410 Gone - runner registration disallowed")));
    }

    private Runner caller(Request request) {
        String token = request.params()
                .text("token")
                .or(() -> request.header("RUNNER-TOKEN"))
                .orElse("");
        Runner runner =
                world.runnerByToken(token).orElseThrow(() -> Refusal.message(403, "403 Forbidden - invalid token"));
        runner.contactedAt = world.now();
        return runner;
    }

    private Response verify(Request request) {
        Runner runner = caller(request);
        if (request.params().text("system_id").isEmpty()) {
            throw Refusal.error(400, "system_id is missing");
        }
        runner.managers.put(request.params().required("system_id"), world.now());
        return Response.json(
                200,
                Json.object()
                        .put("id", runner.id)
                        .put("token", runner.token)
                        .put("token_expires_at", Json.rest(runner.tokenExpiresAt)));
    }

    private Response requestJob(Request request) {
        Runner runner = caller(request);
        runner.jobRequests++;
        board.sweep();
        String systemId = request.params().text("system_id").orElse("");
        runner.managers.put(systemId, world.now());
        JsonNode info = request.params().json().path("info");
        Json.text(info, "version").ifPresent(version -> runner.version = version);
        boolean canCancel = info.path("features").path("cancel_gracefully").booleanValue(false);
        Optional<Job> job = board.assign(runner, systemId, canCancel);
        return job.map(given -> Response.json(201, jobBody.of(given, runner)))
                .orElseGet(() -> Response.empty(204)
                        .with("X-GitLab-Last-Update", Long.toString(world.now().toEpochMilli())));
    }

    /** The job this request may speak for: its token fits and it is still going on. */
    private Job openJob(Request request) {
        board.sweep();
        Job job = world.jobs.get(request.pathId("id"));
        String token = request.header("JOB-TOKEN")
                .or(() -> request.params().text("token"))
                .orElse("");
        if (job == null || !job.token.equals(token) || job.status == JobStatus.PENDING) {
            throw Refusal.message(403, "403 Forbidden");
        }
        if (job.status.finished()) {
            throw Refusal.with(Response.json(403, Json.object().put("message", "403 Forbidden - Job is not running"))
                    .with("Job-Status", job.status.wire()));
        }
        job.lastContact = world.now();
        if (job.runner != null) {
            job.runner.contactedAt = world.now();
        }
        return job;
    }

    private Response update(Request request) {
        Job job = openJob(request);
        ObjectNode body = request.json();
        String state = Json.text(body, "state").orElse("running");
        return switch (state) {
            case "running" -> Response.empty(200).with("Job-Status", job.status.wire());
            case "success", "failed" -> end(job, state, body);
            default -> throw Refusal.error(400, "state does not have a valid value");
        };
    }

    private Response end(Job job, String state, ObjectNode body) {
        if (!traceIsWhole(job, body.path("output"))) {
            // The agent is to send the log anew, so there must be room at its start.
            job.trace.reset();
            return Response.empty(412).with("Job-Status", job.status.wire());
        }
        Integer exitCode =
                body.path("exit_code").isInt() ? body.path("exit_code").intValue() : null;
        boolean success = state.equals("success");
        String reason = Json.text(body, "failure_reason")
                .filter(text -> !text.isEmpty())
                .orElse("unknown_failure");
        board.finish(job, success ? JobStatus.SUCCESS : JobStatus.FAILED, success ? null : reason, exitCode);
        return Response.empty(200).with("Job-Status", job.status.wire());
    }

    private static boolean traceIsWhole(Job job, JsonNode output) {
        byte[] trace = job.trace.toByteArray();
        CRC32 crc = new CRC32();
        crc.update(trace);
        boolean sameSize =
                !output.path("bytesize").isInt() || output.path("bytesize").intValue() == trace.length;
        @Nullable String expected = Json.text(output, "checksum").orElse(null);
        return sameSize && (expected == null || expected.equals("crc32:%08x".formatted(crc.getValue())));
    }

    private Response appendTrace(Request request) {
        Job job = openJob(request);
        Matcher range = CONTENT_RANGE.matcher(request.header("Content-Range").orElse(""));
        if (!range.matches()) {
            throw Refusal.error(400, "Content-Range is missing or invalid");
        }
        int start = Integer.parseInt(range.group(1));
        int end = Integer.parseInt(range.group(2));
        byte[] part = request.body();
        if (start != job.trace.size() || end - start + 1 != part.length) {
            return Response.empty(416).with("Range", "0-" + job.trace.size()).with("Job-Status", job.status.wire());
        }
        job.trace.writeBytes(part);
        return Response.empty(202).with("Range", "0-" + job.trace.size()).with("Job-Status", job.status.wire());
    }

    private Response leave(Request request) {
        Runner runner = caller(request);
        runner.managers.remove(request.params().required("system_id"));
        return Response.empty(204);
    }

    private Response unregister(Request request) {
        board.delete(caller(request));
        return Response.empty(204);
    }
}
