package io.polargosling.clouds;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.polargosling.testkit.clock.MutableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parts of Yandex Cloud's REST API that the adapter uses, as its reference documents them: instances, containers,
 * operations, tokens, and the metadata service of a machine. Whatever it does not know or the reference forbids is
 * answered with an error, so that a wrong call is seen.
 */
final class YandexDouble implements AutoCloseable {

    static final String FOLDER = "b1gfolder";

    private static final int SMALL_PAGE = 100;
    private static final int LARGEST_PAGE = 1000;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern INSTANCE = Pattern.compile("/compute/v1/instances/([a-z0-9]+)(:start|:stop)?");
    private static final Pattern CONTAINER = Pattern.compile("/containers/v1/containers/([a-z0-9]+)");
    private static final Pattern OPERATION = Pattern.compile("/operations/([a-z0-9]+)");
    private static final Pattern CALLED = Pattern.compile("/called/([a-z0-9]+)/");

    private final MutableClock clock;
    private final HttpServer server;
    private final Map<String, Thing> instances = new TreeMap<>();
    private final Map<String, Thing> containers = new TreeMap<>();
    private final Map<String, Failure> failed = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final DoubleTokens tokens;
    private Room room = Room.ENOUGH;
    private int numbers;

    /** How a start meets a lack of room. */
    enum Room {
        ENOUGH,
        /** Refused at once. */
        QUOTA,
        /** Begins, and fails. */
        NO_HOST,
        /** Too many calls at once. */
        TOO_MANY_CALLS
    }

    /** An instance or a container. */
    private static final class Thing {
        final String name;
        final String folder;
        final Map<String, String> labels;
        String status;
        int calls;

        Thing(String name, String folder, Map<String, String> labels, String status) {
            this.name = name;
            this.folder = folder;
            this.labels = labels;
            this.status = status;
        }
    }

    /** What the API says of a call, or an operation, that failed. */
    record Failure(int http, int code, String message) {}

    /** Ends the handling of a request. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final transient Failure failure;

        Refused(int http, int code, String message) {
            super(message, null, false, false);
            this.failure = new Failure(http, code, message);
        }
    }

    YandexDouble(MutableClock clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.tokens = new DoubleTokens(clock, uri());
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where everything of it answers. */
    YandexEndpoints endpoints() {
        return new YandexEndpoints(uri(), uri(), uri(), uri(), uri());
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    DoubleTokens tokens() {
        return tokens;
    }

    synchronized String makeInstance(String folder, Map<String, String> labels) {
        var id = "fhm" + "%017d".formatted(++numbers);
        instances.put(id, new Thing("gosling-" + id, folder, labels, "PROVISIONING"));
        return id;
    }

    synchronized String makeContainer(String folder, Map<String, String> labels) {
        var id = "bba" + "%017d".formatted(++numbers);
        containers.put(id, new Thing("gosling-" + id, folder, labels, "ACTIVE"));
        return id;
    }

    synchronized void setStatus(String id, String status) {
        required(instances.containsKey(id) ? instances : containers, id, "Thing").status = status;
    }

    synchronized String status(String id) {
        return required(instances, id, "Instance").status;
    }

    synchronized void setRoom(Room room) {
        this.room = room;
    }

    /** How often containers with this label were called. */
    synchronized int calls(String label, String value) {
        return containers.values().stream()
                .filter(each -> value.equals(each.labels.get(label)))
                .mapToInt(each -> each.calls)
                .sum();
    }

    /** Method and path of every request, the metadata service's and the token service's too. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** Ends every change that is under way. */
    synchronized void settle() {
        clock.advance(Duration.ofMinutes(1));
        instances.values().removeIf(each -> each.status.equals("DELETING"));
        containers.values().removeIf(each -> each.status.equals("DELETING"));
        for (var each : instances.values()) {
            each.status = switch (each.status) {
                case "PROVISIONING", "STARTING", "RESTARTING" -> "RUNNING";
                case "STOPPING" -> "STOPPED";
                default -> each.status;
            };
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<?, ?> json;
            int status = CALLED.matcher(exchange.getRequestURI().getPath()).matches() ? 202 : 200;
            try {
                json = answer(exchange, body);
            } catch (Refused e) {
                status = e.failure.http();
                json = Map.of("code", e.failure.code(), "message", e.failure.message(), "details", List.of());
            }
            var bytes = JSON.writeValueAsBytes(json);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Map<?, ?> answer(HttpExchange exchange, String body) {
        var method = exchange.getRequestMethod();
        var path = exchange.getRequestURI().getPath();
        requests.add(method + " " + path);
        if (DoubleTokens.isAsked(path)) {
            return tokens.answer(exchange, body).orElseThrow(() -> new Refused(401, 16, "no token for this"));
        }
        if (!tokens.isGood(exchange.getRequestHeaders().getFirst("Authorization"))) {
            throw new Refused(401, 16, "the token is invalid");
        }
        if (!body.isEmpty()) {
            throw new Refused(400, 3, "a body that nobody asked for");
        }
        return switch (path) {
            case "/compute/v1/instances" -> list(exchange, "instances", instances, LARGEST_PAGE);
            case "/containers/v1/containers" -> list(exchange, "containers", containers, LARGEST_PAGE);
            default -> one(exchange, method + " " + path);
        };
    }

    private Map<?, ?> one(HttpExchange exchange, String call) {
        var path = exchange.getRequestURI().getPath();
        var method = exchange.getRequestMethod();
        var instance = INSTANCE.matcher(path);
        if (instance.matches()) {
            var act = String.valueOf(instance.group(2));
            return instance(method + (act.equals("null") ? "" : act), instance.group(1));
        }
        var container = CONTAINER.matcher(path);
        if (container.matches()) {
            return container(method, container.group(1));
        }
        var operation = OPERATION.matcher(path);
        if (operation.matches() && method.equals("GET")) {
            return operation(operation.group(1));
        }
        var called = CALLED.matcher(path);
        if (called.matches() && method.equals("POST")) {
            return call(exchange, called.group(1));
        }
        throw new Refused(404, 12, "no such method: " + call);
    }

    private static Map<?, ?> list(HttpExchange exchange, String field, Map<String, Thing> all, int largest) {
        var query = query(exchange);
        int size = Integer.parseInt(query.getOrDefault("pageSize", "100"));
        if (!exchange.getRequestMethod().equals("GET") || size < 1 || size > largest) {
            throw new Refused(400, 3, "pageSize " + size);
        }
        var folder = query.get("folderId");
        if (folder == null || folder.isEmpty()) {
            throw new Refused(400, 3, "folderId is required");
        }
        // Fewer than asked for are allowed, and show whether the next page is asked for.
        var after = query.getOrDefault("pageToken", "");
        var page = all.entrySet().stream()
                .filter(each -> each.getValue().folder.equals(folder))
                .filter(each -> each.getKey().compareTo(after) > 0)
                .limit(Math.min(size, SMALL_PAGE) + 1L)
                .toList();
        boolean more = page.size() > Math.min(size, SMALL_PAGE);
        var shown = more ? page.subList(0, page.size() - 1) : page;
        var items = shown.stream()
                .map(each -> described(exchange, each.getKey(), each.getValue()))
                .toList();
        return more
                ? Map.of(field, items, "nextPageToken", shown.getLast().getKey())
                : items.isEmpty() ? Map.of("nextPageToken", "") : Map.of(field, items);
    }

    private static Map<String, Object> described(HttpExchange exchange, String id, Thing thing) {
        var described = new HashMap<String, Object>(
                Map.of("id", id, "folderId", thing.folder, "name", thing.name, "status", thing.status));
        if (!thing.labels.isEmpty()) {
            described.put("labels", thing.labels);
        }
        if (id.startsWith("fhm")) {
            described.put("zoneId", "ru-central1-a");
        } else {
            var host = exchange.getRequestHeaders().getFirst("Host");
            described.put("url", "http://" + host + "/called/" + id + "/");
        }
        return described;
    }

    private Map<?, ?> instance(String act, String id) {
        var thing = required(instances, id, "Instance");
        return switch (act) {
            case "GET" -> Map.of("id", id, "status", thing.status, "folderId", thing.folder);
            case "DELETE" -> {
                thing.status = "DELETING";
                yield operation();
            }
            case "POST:stop" -> {
                must(thing, "RUNNING", "stop");
                thing.status = "STOPPING";
                yield operation();
            }
            case "POST:start" -> {
                must(thing, "STOPPED", "start");
                yield start(thing);
            }
            default -> throw new Refused(501, 12, "no such method: " + act);
        };
    }

    private Map<?, ?> start(Thing thing) {
        return switch (room) {
            case ENOUGH -> {
                thing.status = "STARTING";
                yield operation();
            }
            case QUOTA -> throw new Refused(429, 8, "The limit on total size of RAM in instances has exceeded.");
            case TOO_MANY_CALLS ->
                throw new Refused(429, 8, "The limit on maximum number of active operations has exceeded.");
            case NO_HOST -> {
                var operation = operation();
                failed.put(
                        String.valueOf(operation.get("id")),
                        new Failure(200, 8, "Not enough resources in the zone to start the instance."));
                yield operation;
            }
        };
    }

    private Map<?, ?> container(String method, String id) {
        var thing = required(containers, id, "Container");
        return switch (method) {
            case "GET" ->
                Map.of(
                        "id",
                        id,
                        "status",
                        thing.status,
                        "url",
                        uri() + "/called/" + id + "/",
                        "folderId",
                        thing.folder);
            case "DELETE" -> {
                thing.status = "DELETING";
                yield operation();
            }
            default -> throw new Refused(501, 12, "no such method: " + method);
        };
    }

    private Map<?, ?> call(HttpExchange exchange, String id) {
        var thing = required(containers, id, "Container");
        if (!"async".equals(exchange.getRequestHeaders().getFirst("X-Ycf-Container-Integration-Type"))) {
            throw new Refused(400, 3, "called to be waited for");
        }
        thing.calls++;
        return Map.of();
    }

    private Map<?, ?> operation(String id) {
        var error = failed.get(id);
        return error == null
                ? Map.of("id", id, "done", true, "response", Map.of())
                : Map.of("id", id, "done", true, "error", Map.of("code", error.code(), "message", error.message()));
    }

    private Map<?, ?> operation() {
        return Map.of("id", "op" + ++numbers, "done", false, "metadata", Map.of());
    }

    private static Thing required(Map<String, Thing> all, String id, String kind) {
        var thing = all.get(id);
        if (thing == null) {
            throw new Refused(404, 5, kind + " " + id + " not found");
        }
        return thing;
    }

    private static void must(Thing thing, String status, String act) {
        if (!thing.status.equals(status)) {
            throw new Refused(400, 9, "cannot " + act + " while " + thing.status);
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        return Arrays.stream(exchange.getRequestURI().getRawQuery().split("&"))
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
