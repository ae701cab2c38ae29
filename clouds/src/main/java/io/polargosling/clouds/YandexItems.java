package io.polargosling.clouds;

import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The instances, or the containers, as their API tells of them: with id, labels and status. */
final class YandexItems {

    private final YandexApi api;
    private final URI all;
    private final String field;
    private final int page;

    private YandexItems(YandexApi api, URI all, String field, int page) {
        this.api = api;
        this.all = all;
        this.field = field;
        this.page = page;
    }

    static YandexItems instances(YandexApi api, URI compute) {
        return new YandexItems(api, compute.resolve("/compute/v1/instances"), "instances", 1000);
    }

    static YandexItems containers(YandexApi api, URI containers) {
        return new YandexItems(api, containers.resolve("/containers/v1/containers"), "containers", 100);
    }

    /** Those of the folder; the API cannot choose by labels. */
    List<JsonNode> list(String folder, String what) {
        return api.list(all, field, Map.of("folderId", folder, "pageSize", String.valueOf(page)), what);
    }

    JsonNode get(String id, String what) {
        return api.get(one(id), what);
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
