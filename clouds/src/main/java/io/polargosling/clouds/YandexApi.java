package io.polargosling.clouds;

import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The REST API of Yandex Cloud. Its errors are those of gRPC: a body of {@code code} and {@code message}, under an HTTP
 * status that several codes share.
 */
final class YandexApi {

    private static final int NOT_FOUND = 5;
    private static final int EXHAUSTED = 8;
    /** A limit of calls, which passes; every other exhausted one is a quota or a zone without room. */
    private static final String TOO_MANY_CALLS = "active operations";

    private static final int UNAUTHENTICATED = 401;

    private final Web web;
    private final IamTokens tokens;

    YandexApi(Web web, IamTokens tokens) {
        this.web = web;
        this.tokens = tokens;
    }

    /** All items of a list that comes in pages, under {@code field} of each. */
    List<JsonNode> list(URI list, String field, Map<String, String> query, String what) {
        var items = new ArrayList<JsonNode>();
        var parameters = new java.util.TreeMap<>(query);
        String next;
        do {
            var page = get(URI.create(list + "?" + encoded(parameters)), what);
            page.path(field).forEach(items::add);
            next = page.path("nextPageToken").asString("");
            parameters.put("pageToken", next);
        } while (!next.isEmpty());
        return items;
    }

    JsonNode get(URI address, String what) {
        return json(send(HttpRequest.newBuilder(address).GET(), what), what);
    }

    /** Asks for an operation; fails when it has failed at once. */
    JsonNode post(URI address, String what) {
        var request = HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.noBody());
        return started(json(send(request, what), what), what);
    }

    /** As {@link #post}. */
    void delete(URI address, String what) {
        var _ = started(json(send(HttpRequest.newBuilder(address).DELETE(), what), what), what);
    }

    /** Calls a container without waiting for it. */
    void call(URI container, String what) {
        var request = HttpRequest.newBuilder(container)
                .header("X-Ycf-Container-Integration-Type", "async")
                .POST(HttpRequest.BodyPublishers.noBody());
        var answer = send(request, what);
        if (answer.status() != 202) {
            throw refused(answer, what);
        }
    }

    /** The operation, unless it has failed. */
    static JsonNode started(JsonNode operation, String what) {
        var error = operation.path("error");
        if (!error.isMissingNode() && !error.isNull()) {
            throw refusal(error, "failed", what);
        }
        return operation;
    }

    private Web.Answer send(HttpRequest.Builder request, String what) {
        var token = tokens.get();
        var answer = web.send(authorised(request, token), what);
        if (answer.status() == UNAUTHENTICATED) {
            tokens.refused(token);
            answer = web.send(authorised(request, tokens.get()), what);
        }
        return answer;
    }

    private static HttpRequest.Builder authorised(HttpRequest.Builder request, SecretValue token) {
        return request.setHeader("Authorization", "Bearer " + token.reveal());
    }

    private static JsonNode json(Web.Answer answer, String what) {
        if (answer.status() != 200) {
            throw refused(answer, what);
        }
        try {
            return Web.JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new InternalException(what + ": the answer is no JSON", e);
        }
    }

    private static GoslingException refused(Web.Answer answer, String what) {
        return refusal(body(answer), "answered HTTP " + answer.status(), what);
    }

    private static JsonNode body(Web.Answer answer) {
        try {
            return Web.JSON.readTree(answer.body());
        } catch (JacksonException _) {
            // Something on the way answered, not the API; a container that is gone has a page too.
            return Web.JSON
                    .createObjectNode()
                    .put("code", answer.status() == 404 ? NOT_FOUND : 0)
                    .put("message", "");
        }
    }

    private static GoslingException refusal(JsonNode error, String how, String what) {
        var message = error.path("message").asString("");
        var said =
                what + ": Yandex Cloud " + how + ", code " + error.path("code").asInt(0) + " \"" + message + "\"";
        return switch (error.path("code").asInt(0)) {
            case NOT_FOUND -> new NotFoundException(said);
            case EXHAUSTED ->
                message.contains(TOO_MANY_CALLS)
                        ? new UnavailableException(said + " (try again later)")
                        : new CapacityException(said);
            default -> new UnavailableException(said + " (try again later)");
        };
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
