package io.polargosling.clouds;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The instances, or the containers, of {@link YandexDouble}, and their listing in pages. */
final class DoubleItems {

    /** A folder that nobody may look into. */
    static final String DENIED = "b1gdenied";

    private static final int SMALL_PAGE = 100;
    private static final int LARGEST_PAGE = 1000;

    private final Map<String, Item> all = new TreeMap<>();
    private final String field;

    /** An instance or a container. */
    static final class Item {
        final String folder;
        final Map<String, String> labels;
        String status;
        int calls;

        Item(String folder, Map<String, String> labels, String status) {
            this.folder = folder;
            this.labels = labels;
            this.status = status;
        }
    }

    DoubleItems(String field) {
        this.field = field;
    }

    void put(String id, Item item) {
        all.put(id, item);
    }

    Collection<Item> all() {
        return all.values();
    }

    Item required(String id) {
        var item = all.get(id);
        if (item == null) {
            throw new DoubleRefusal(404, 5, id + " of " + field + " not found");
        }
        return item;
    }

    /** Those with this status are no longer there. */
    void forget(String status) {
        all.values().removeIf(each -> each.status.equals(status));
    }

    Map<String, Object> list(HttpExchange exchange) {
        var query = query(exchange);
        int size = Integer.parseInt(query.getOrDefault("pageSize", "100"));
        if (!exchange.getRequestMethod().equals("GET") || size < 1 || size > LARGEST_PAGE) {
            throw new DoubleRefusal(400, 3, "pageSize " + size);
        }
        var folder = query.getOrDefault("folderId", "");
        if (folder.isEmpty()) {
            throw new DoubleRefusal(400, 3, "folderId is required");
        }
        if (folder.equals(DENIED)) {
            throw new DoubleRefusal(403, 7, "Permission denied");
        }
        return page(exchange, folder, query.getOrDefault("pageToken", ""), Math.min(size, SMALL_PAGE));
    }

    /** Fewer than asked for are allowed, and show whether the next page is asked for. */
    private Map<String, Object> page(HttpExchange exchange, String folder, String after, int size) {
        var page = all.entrySet().stream()
                .filter(each -> each.getValue().folder.equals(folder))
                .filter(each -> each.getKey().compareTo(after) > 0)
                .limit(size + 1L)
                .toList();
        var items = page.stream()
                .limit(size)
                .map(each -> described(exchange, each.getKey(), each.getValue()))
                .toList();
        if (page.size() > size) {
            return Map.of(field, items, "nextPageToken", page.get(size - 1).getKey());
        }
        return items.isEmpty() ? Map.of("nextPageToken", "") : Map.of(field, items);
    }

    static Map<String, Object> described(HttpExchange exchange, String id, Item item) {
        var described = new HashMap<String, Object>(
                Map.of("id", id, "folderId", item.folder, "name", "gosling-" + id, "status", item.status));
        if (!item.labels.isEmpty()) {
            described.put("labels", item.labels);
        }
        if (id.startsWith("fhm")) {
            described.put("zoneId", "ru-central1-a");
        } else {
            var host = exchange.getRequestHeaders().getFirst("Host");
            described.put("url", "http://" + host + "/called/" + id + "/");
        }
        return described;
    }

    private static Map<String, String> query(HttpExchange exchange) {
        return Stream.ofNullable(exchange.getRequestURI().getRawQuery())
                .flatMap(query -> Arrays.stream(query.split("&")))
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
    }
}
