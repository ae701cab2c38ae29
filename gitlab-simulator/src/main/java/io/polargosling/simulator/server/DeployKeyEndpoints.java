package io.polargosling.simulator.server;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** REST: deploy keys. They open nothing: projects have no repository here. */
final class DeployKeyEndpoints {

    private final World world;
    private final String base;

    DeployKeyEndpoints(World world, String base) {
        this.world = world;
        this.base = base;
    }

    void addTo(Router router) {
        String keys = "/api/v4/projects/:id/deploy_keys";
        router.on("GET", keys, Router.Access.READ, this::list);
        router.on("POST", keys, Router.Access.WRITE, this::add);
        router.on("DELETE", keys + "/:key_id", Router.Access.WRITE, this::delete);
    }

    private List<DeployKey> ofProject(Request request) {
        Project project = world.project(request.path("id"));
        return world.deployKeys.values().stream()
                .filter(key -> key.projectId() == project.id())
                .toList();
    }

    private Response list(Request request) {
        return Page.byOffset(request, base, ofProject(request), DeployKeyEndpoints::json);
    }

    private Response add(Request request) {
        Params params = request.params();
        String text = params.required("key");
        if (!text.startsWith("ssh-") && !text.startsWith("ecdsa-")) {
            throw Refusal.invalid(400, "key", "is invalid");
        }
        if (ofProject(request).stream().anyMatch(known -> known.key().equals(text))) {
            throw Refusal.invalid(400, "fingerprint_sha256", "has already been taken");
        }
        DeployKey key = new DeployKey(
                world.ids.deployKey(),
                world.project(request.path("id")).id(),
                params.required("title"),
                text,
                params.flag("can_push").orElse(false));
        world.deployKeys.put(key.id(), key);
        return Response.json(201, json(key));
    }

    private Response delete(Request request) {
        long id = request.pathId("key_id");
        if (ofProject(request).stream().noneMatch(key -> key.id() == id)) {
            throw Refusal.message(404, "404 Deploy Key Not Found");
        }
        world.deployKeys.remove(id);
        return Response.empty(204);
    }

    private static JsonNode json(DeployKey key) {
        return Json.object()
                .put("id", key.id())
                .put("title", key.title())
                .put("key", key.key())
                .put("can_push", key.canPush())
                .putNull("expires_at");
    }
}
