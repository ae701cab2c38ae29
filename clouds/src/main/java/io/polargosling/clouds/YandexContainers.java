package io.polargosling.clouds;

import io.polargosling.domain.problem.InternalException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Serverless containers, as their API tells of them. */
final class YandexContainers {

    private final YandexApi api;
    private final URI all;

    YandexContainers(YandexApi api, URI containers) {
        this.api = api;
        this.all = containers.resolve("/containers/v1/containers");
    }

    List<JsonNode> list(String folder, String what) {
        return api.list(all, "containers", Map.of("folderId", folder, "pageSize", "100"), what);
    }

    JsonNode get(String id, String what) {
        return api.get(one(id), what);
    }

    void delete(String id, String what) {
        api.delete(one(id), what);
    }

    /** The token goes along, so only over a connection that is as safe as that to the API. */
    void call(JsonNode container, String what) {
        var url = container.path("url").asString("");
        if (!url.startsWith(all.getScheme() + "://")) {
            throw new InternalException(what + ": its URL \"" + url + "\" (expected: " + all.getScheme() + "://)");
        }
        api.call(URI.create(url), what);
    }

    private URI one(String id) {
        return URI.create(all + "/" + id);
    }
}
