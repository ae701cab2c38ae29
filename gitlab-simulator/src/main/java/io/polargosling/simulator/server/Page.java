package io.polargosling.simulator.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Cuts lists into pages the way GitLab does, with its headers. */
final class Page {

    private static final int DEFAULT_SIZE = 20;
    private static final int LARGEST_SIZE = 100;

    private Page() {}

    /** Page numbers: {@code page} and {@code per_page}. */
    static <T> Response byOffset(Request request, String base, List<T> all, Function<T, JsonNode> write) {
        int size = size(request.params());
        int page = Math.max(1, request.params().number("page").orElse(1));
        int pages = Math.max(1, (all.size() + size - 1) / size);
        int from = (int) Math.min(all.size(), (page - 1L) * size);
        List<T> rows = all.subList(from, Math.min(all.size(), from + size));

        Map<String, Integer> links = new LinkedHashMap<>();
        if (page > 1) {
            links.put("prev", page - 1);
        }
        if (page < pages) {
            links.put("next", page + 1);
        }
        links.put("first", 1);
        links.put("last", pages);
        List<String> link = new ArrayList<>();
        links.forEach((rel, number) ->
                link.add(link(request, base, Map.of("page", "" + number, "per_page", "" + size), rel)));

        return Response.json(200, rows(rows, write))
                .with("Link", String.join(", ", link))
                .with("X-Page", "" + page)
                .with("X-Per-Page", "" + size)
                .with("X-Prev-Page", page > 1 ? "" + (page - 1) : "")
                .with("X-Next-Page", page < pages ? "" + (page + 1) : "")
                .with("X-Total", "" + all.size())
                .with("X-Total-Pages", "" + pages);
    }

    /** Keyset over ids in descending order; only a {@code next} link, and none on the last page. */
    static <T> Response byKeyset(
            Request request, String base, List<T> all, ToLongFunction<T> id, Function<T, JsonNode> write) {
        Params params = request.params();
        if (!params.text("order_by").orElse("id").equals("id")
                || !params.text("sort").orElse("desc").equals("desc")) {
            throw Refusal.error(405, "Keyset pagination is not yet available for this type of request");
        }
        int size = size(params);
        long before = params.text("cursor").map(Page::cursor).orElse(Long.MAX_VALUE);
        List<T> rest = all.stream().filter(row -> id.applyAsLong(row) < before).toList();
        List<T> rows = rest.subList(0, Math.min(size, rest.size()));
        Response response = Response.json(200, rows(rows, write)).with("X-Per-Page", "" + size);
        if (rest.size() <= size) {
            return response;
        }
        String cursor = Base64.getUrlEncoder()
                .encodeToString(Long.toString(id.applyAsLong(rows.getLast())).getBytes(StandardCharsets.UTF_8));
        Map<String, String> next = Map.of("pagination", "keyset", "per_page", "" + size, "cursor", cursor);
        return response.with("Link", link(request, base, next, "next"));
    }

    private static long cursor(String text) {
        try {
            return Long.parseLong(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw Refusal.error(400, "cursor is invalid");
        }
    }

    private static int size(Params params) {
        int size = params.number("per_page").orElse(DEFAULT_SIZE);
        if (size < 1) {
            throw Refusal.error(400, "per_page does not have a valid value");
        }
        return Math.min(LARGEST_SIZE, size);
    }

    private static <T> ArrayNode rows(List<T> rows, Function<T, JsonNode> write) {
        ArrayNode array = Json.array();
        rows.forEach(row -> array.add(write.apply(row)));
        return array;
    }

    /** The request's own query with some parameters replaced. */
    private static String link(Request request, String base, Map<String, String> replaced, String rel) {
        List<String> pairs = new ArrayList<>();
        request.params().each((name, values) -> {
            if (!replaced.containsKey(name)) {
                values.forEach(value ->
                        pairs.add(pair(values.size() > 1 || name.equals("scope") ? name + "[]" : name, value)));
            }
        });
        replaced.forEach((name, value) -> pairs.add(pair(name, value)));
        return "<" + base + request.rawPath() + "?" + String.join("&", pairs) + ">; rel=\"" + rel + "\"";
    }

    private static String pair(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
