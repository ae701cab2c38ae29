package io.polargosling.simulator.server;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** REST: hooks of projects and groups, their health, test deliveries and the log of the last deliveries. */
final class HookEndpoints {

    private final World world;
    private final Payloads payloads;
    private final HookSender sender;
    private final String base;

    HookEndpoints(World world, Payloads payloads, HookSender sender, String base) {
        this.world = world;
        this.payloads = payloads;
        this.sender = sender;
        this.base = base;
    }

    void addTo(Router router) {
        add(router, "/api/v4/projects/:id/hooks");
        add(router, "/api/v4/groups/:id/hooks");
    }

    private void add(Router router, String hooks) {
        router.on("GET", hooks, Router.Access.READ, this::list);
        router.on("POST", hooks, Router.Access.WRITE, this::create);
        router.on("GET", hooks + "/:hook_id", Router.Access.READ, this::read);
        router.on("PUT", hooks + "/:hook_id", Router.Access.WRITE, this::change);
        router.on("DELETE", hooks + "/:hook_id", Router.Access.WRITE, this::delete);
        router.on("GET", hooks + "/:hook_id/events", Router.Access.READ, this::events);
        // These two send and wait, so they take the lock only for parts of their work.
        router.onUnlocked("POST", hooks + "/:hook_id/test/:trigger", Router.Access.WRITE, this::test);
        router.onUnlocked("POST", hooks + "/:hook_id/events/:event_id/resend", Router.Access.WRITE, this::resend);
    }

    private Hook hook(Request request) {
        Hook.Owner owner = owner(request);
        Hook hook = world.hooks.get(request.pathId("hook_id"));
        if (hook == null || !hook.owner.equals(owner)) {
            throw Refusal.message(404, "404 Not found");
        }
        return hook;
    }

    private Hook.Owner owner(Request request) {
        if (request.rawPath().startsWith("/api/v4/groups/")) {
            String path =
                    world.group(request.path("id")).orElseThrow(() -> Refusal.message(404, "404 Group Not Found"));
            if (!world.groupHooksLicensed) {
                throw Refusal.message(403, "403 Forbidden");
            }
            return new Hook.Owner(true, world.groupId(path), path);
        }
        Project project = world.project(request.path("id"));
        // By its first path: a project that moves keeps its hooks.
        return world.hooks.values().stream()
                .map(hook -> hook.owner)
                .filter(known -> known.isProject(project.id()))
                .findFirst()
                .orElseGet(() -> new Hook.Owner(false, project.id(), project.path()));
    }

    private Response list(Request request) {
        Hook.Owner owner = owner(request);
        List<Hook> hooks = world.hooks.values().stream()
                .filter(hook -> hook.owner.equals(owner))
                .toList();
        return Page.byOffset(request, base, hooks, this::json);
    }

    private Response create(Request request) {
        request.params().required("url");
        Hook hook = new Hook(world.ids.hook(), owner(request), world.now());
        apply(hook, request.params());
        world.hooks.put(hook.id, hook);
        return Response.json(201, json(hook));
    }

    private Response read(Request request) {
        return Response.json(200, json(hook(request)));
    }

    private Response change(Request request) {
        Hook hook = hook(request);
        apply(hook, request.params());
        return Response.json(200, json(hook));
    }

    private Response delete(Request request) {
        world.hooks.remove(hook(request).id);
        return Response.empty(204);
    }

    /** Checks every field first, so that a refused request changes nothing. */
    private static void apply(Hook hook, Params params) {
        Optional<String> url = params.text("url");
        if (url.isPresent() && !isHttp(url.get())) {
            throw Refusal.invalid(422, "url", "is blocked: Only allowed schemes are http, https");
        }
        Optional<String> signingToken = params.text("signing_token");
        if (signingToken.isPresent() && !Signature.validToken(signingToken.get())) {
            throw Refusal.invalid(422, "signing_token", "must be whsec_ followed by 32 bytes in base64");
        }
        hook.flags.keySet().forEach(params::flag);
        boolean verifyTls = params.flag("enable_ssl_verification").orElse(hook.verifyTls);

        url.ifPresent(hook::moveTo);
        hook.verifyTls = verifyTls;
        hook.flags.replaceAll((flag, value) -> params.flag(flag).orElse(value));
        if (params.has("token")) {
            hook.token = params.text("token").orElse(null);
        }
        if (params.has("signing_token")) {
            hook.signingToken = signingToken.orElse(null);
        }
        params.text("name").ifPresent(text -> hook.name = text);
        params.text("description").ifPresent(text -> hook.description = text);
        params.text("push_events_branch_filter").ifPresent(text -> hook.branchFilter = text);
        params.text("branch_filter_strategy").ifPresent(text -> hook.branchFilterStrategy = text);
        customHeaders(hook, params.json().get("custom_headers"));
    }

    private static void customHeaders(Hook hook, @Nullable JsonNode headers) {
        if (headers != null && headers.isArray()) {
            hook.customHeaders.clear();
            headers.forEach(header -> hook.customHeaders.put(
                    Json.text(header, "key").orElse(""),
                    Json.text(header, "value").orElse("")));
        }
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private ObjectNode json(Hook hook) {
        Instant now = world.now();
        ObjectNode body = Json.object()
                .put("id", hook.id)
                .put("url", hook.url)
                .put("name", hook.name)
                .put("description", hook.description)
                .put("created_at", Json.rest(hook.createdAt))
                .put(hook.owner.group() ? "group_id" : "project_id", hook.owner.id());
        hook.flags.forEach(body::put);
        body.put("enable_ssl_verification", hook.verifyTls)
                .put("push_events_branch_filter", hook.branchFilter)
                .put("branch_filter_strategy", hook.branchFilterStrategy)
                .put("repository_update_events", false)
                .putNull("custom_webhook_template")
                .put("token_present", hook.token != null)
                .put("signing_token_present", hook.signingToken != null)
                .put("alert_status", hook.alertStatus(now))
                .put("disabled_until", Json.rest(hook.disabledUntil(now)))
                .set("url_variables", Json.array());
        // GitLab gives the names of custom headers back, never their values.
        var headers = Json.array();
        hook.customHeaders.keySet().forEach(key -> headers.add(Json.object().put("key", key)));
        body.set("custom_headers", headers);
        return body;
    }

    private record Sample(Hook hook, Events.Kind kind, String body) {}

    private Response test(Request request) {
        Sample sample = world.locked(() -> sample(hook(request), request.path("trigger")));
        Delivery delivery = sender.test(sample.hook(), sample.kind().header, sample.body());
        return delivery.answer().received()
                ? Response.json(201, Json.object().put("message", "201 Created"))
                : Response.json(422, Json.object().put("message", failure(delivery)));
    }

    private static String failure(Delivery delivery) {
        return delivery.answer()
                .status()
                .map(status -> "Hook executed successfully but returned HTTP " + status)
                .or(() -> delivery.answer().error())
                .orElse("Hook execution failed");
    }

    private Sample sample(Hook hook, String trigger) {
        Project project = world.projects.values().stream()
                .filter(hook.owner::covers)
                .findFirst()
                .orElseThrow(() -> Refusal.message(422, "Ensure the group has a project with commits."));
        return switch (trigger) {
            case "push_events" -> push(hook, project, Events.Kind.PUSH, "refs/heads/" + project.defaultBranch());
            case "tag_push_events" -> push(hook, project, Events.Kind.TAG_PUSH, "refs/tags/v1");
            case "job_events" -> new Sample(hook, Events.Kind.JOB, Json.write(payloads.job(latestJob(project))));
            case "pipeline_events" ->
                new Sample(hook, Events.Kind.PIPELINE, Json.write(payloads.pipeline(latestJob(project))));
            case "merge_requests_events" -> throw Refusal.message(422, "Ensure the project has merge requests.");
            default -> throw Refusal.error(400, "trigger does not have a valid value");
        };
    }

    private Sample push(Hook hook, Project project, Events.Kind kind, String ref) {
        PushEvent push = new PushEvent(ref, "0".repeat(39) + "1", "0".repeat(39) + "2");
        return new Sample(hook, kind, Json.write(payloads.push(project, push)));
    }

    private Job latestJob(Project project) {
        return world.jobs.descendingMap().values().stream()
                .filter(job -> job.project.id() == project.id())
                .findFirst()
                .orElseThrow(() -> Refusal.message(422, "Ensure the project has CI jobs."));
    }

    private Response events(Request request) {
        Hook hook = hook(request);
        List<Delivery> deliveries = world.deliveries.stream()
                .filter(delivery -> delivery.target().hookId() == hook.id)
                .toList()
                .reversed();
        return Page.byOffset(request, base, deliveries, delivery -> {
            ObjectNode row = Json.object()
                    .put("id", delivery.id())
                    .put("url", delivery.target().url())
                    .put("trigger", delivery.event())
                    .put(
                            "response_status",
                            delivery.answer().status().map(String::valueOf).orElse("internal error"))
                    .put("execution_duration", delivery.answer().took().toMillis() / 1000.0);
            return row.set("request_data", Json.parse(delivery.body().getBytes(StandardCharsets.UTF_8)));
        });
    }

    private Response resend(Request request) {
        Hook hook = world.locked(() -> hook(request));
        long eventId = request.pathId("event_id");
        Delivery earlier = world.locked(() -> world.deliveries.stream()
                .filter(delivery ->
                        delivery.id() == eventId && delivery.target().hookId() == hook.id)
                .findFirst()
                .orElseThrow(() -> Refusal.message(404, "404 Not found")));
        Delivery again = sender.resend(hook, earlier);
        return Response.json(
                201,
                Json.object()
                        .put(
                                "response_status",
                                again.answer().status().map(String::valueOf).orElse("internal error")));
    }
}
