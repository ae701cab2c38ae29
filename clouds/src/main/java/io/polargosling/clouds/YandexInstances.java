package io.polargosling.clouds;

import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Machines of Compute Cloud, as its API tells of them. */
final class YandexInstances {

    private final YandexApi api;
    private final URI all;

    YandexInstances(YandexApi api, URI compute) {
        this.api = api;
        this.all = compute.resolve("/compute/v1/instances");
    }

    /** Those of the folder, with labels, zone and status; the API cannot choose by labels. */
    List<JsonNode> list(String folder, String what) {
        return api.list(all, "instances", Map.of("folderId", folder, "pageSize", "1000"), what);
    }

    String status(String id, String what) {
        return api.get(one(id), what).path("status").asString("");
    }

    /** Asks for {@code act}, start or stop, and gives the id of the operation. */
    String turn(String id, String act, String what) {
        return api.post(URI.create(one(id) + ":" + act), what).path("id").asString("");
    }

    void delete(String id, String what) {
        api.delete(one(id), what);
    }

    private URI one(String id) {
        return URI.create(all + "/" + id);
    }
}
