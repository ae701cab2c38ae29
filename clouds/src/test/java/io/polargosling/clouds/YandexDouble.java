package io.polargosling.clouds;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.polargosling.clouds.DoubleItems.Item;
import io.polargosling.testkit.clock.MutableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parts of Yandex Cloud's REST API that the adapter uses, as its reference documents them: instances, containers,
 * operations, tokens, and the metadata service of a machine. Whatever it does not know or the reference forbids is
 * answered with an error, so that a wrong call is seen.
 */
final class YandexDouble implements AutoCloseable {

    static final String FOLDER = "b1gfolder";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern INSTANCE = Pattern.compile("/compute/v1/instances/([a-z0-9]+)(:start|:stop)?");
    private static final Pattern CONTAINER = Pattern.compile("/containers/v1/containers/([a-z0-9]+)");
    private static final Pattern OPERATION = Pattern.compile("/operations/([a-z0-9]+)");
    private static final Pattern CALLED = Pattern.compile("/called/([a-z0-9]+)/");

    private final MutableClock clock;
    private final HttpServer server;
    private final DoubleItems instances = new DoubleItems("instances");
    private final DoubleItems containers = new DoubleItems("containers");
    private final Map<String, DoubleRefusal> failed = new HashMap<>();
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
        instances.put(id, new Item(folder, labels, "PROVISIONING"));
        return id;
    }

    synchronized String makeContainer(String folder, Map<String, String> labels) {
        var id = "bba" + "%017d".formatted(++numbers);
        containers.put(id, new Item(folder, labels, "ACTIVE"));
        return id;
    }

    synchronized void setStatus(String id, String status) {
        (id.startsWith("fhm") ? instances : containers).required(id).status = status;
    }

    synchronized String status(String id) {
        return instances.required(id).status;
    }

    synchronized void setRoom(Room room) {
        this.room = room;
    }

    /** How often containers with this label were called. */
    synchronized int calls(String label, String value) {
        return containers.all().stream()
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
        instances.forget("DELETING");
        containers.forget("DELETING");
        for (var each : instances.all()) {
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
            } catch (DoubleRefusal e) {
                status = e.http();
                json = e.body();
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
            return tokens.answer(exchange, body).orElseThrow(() -> new DoubleRefusal(401, 16, "no token for this"));
        }
        if (!tokens.isGood(exchange.getRequestHeaders().getFirst("Authorization"))) {
            throw new DoubleRefusal(401, 16, "the token is invalid");
        }
        if (!body.isEmpty()) {
            throw new DoubleRefusal(400, 3, "a body that nobody asked for");
        }
        return switch (path) {
            case "/compute/v1/instances" -> instances.list(exchange);
            case "/containers/v1/containers" -> containers.list(exchange);
            default -> one(exchange, method + " " + path);
        };
    }

    private Map<?, ?> one(HttpExchange exchange, String call) {
        var path = exchange.getRequestURI().getPath();
        var method = exchange.getRequestMethod();
        var instance = INSTANCE.matcher(path);
        if (instance.matches()) {
            var act = String.valueOf(instance.group(2));
            return instance(exchange, method + (act.equals("null") ? "" : act), instance.group(1));
        }
        var container = CONTAINER.matcher(path);
        if (container.matches()) {
            return container(exchange, container.group(1));
        }
        var operation = OPERATION.matcher(path);
        if (operation.matches() && method.equals("GET")) {
            return operation(operation.group(1));
        }
        var called = CALLED.matcher(path);
        if (called.matches() && method.equals("POST")) {
            return call(exchange, called.group(1));
        }
        throw new DoubleRefusal(404, 12, "no such method: " + call);
    }

    private Map<?, ?> instance(HttpExchange exchange, String act, String id) {
        var item = instances.required(id);
        return switch (act) {
            case "GET" -> DoubleItems.described(exchange, id, item);
            case "DELETE" -> {
                item.status = "DELETING";
                yield operation();
            }
            case "POST:stop" -> {
                must(item, "RUNNING", "stop");
                item.status = "STOPPING";
                yield operation();
            }
            case "POST:start" -> {
                must(item, "STOPPED", "start");
                yield start(item);
            }
            default -> throw new DoubleRefusal(501, 12, "no such method: " + act);
        };
    }

    private Map<?, ?> start(Item item) {
        return switch (room) {
            case ENOUGH -> {
                item.status = "STARTING";
                yield operation();
            }
            case QUOTA -> throw new DoubleRefusal(429, 8, "The limit on total size of RAM in instances has exceeded.");
            case TOO_MANY_CALLS ->
                throw new DoubleRefusal(429, 8, "The limit on maximum number of active operations has exceeded.");
            case NO_HOST -> {
                var operation = operation();
                failed.put(
                        String.valueOf(operation.get("id")),
                        new DoubleRefusal(200, 8, "Not enough resources in the zone to start the instance."));
                yield operation;
            }
        };
    }

    private Map<?, ?> container(HttpExchange exchange, String id) {
        var item = containers.required(id);
        return switch (exchange.getRequestMethod()) {
            case "GET" -> DoubleItems.described(exchange, id, item);
            case "DELETE" -> {
                item.status = "DELETING";
                yield operation();
            }
            default -> throw new DoubleRefusal(501, 12, "no such method on containers");
        };
    }

    private Map<?, ?> call(HttpExchange exchange, String id) {
        var item = containers.required(id);
        if (!"async".equals(exchange.getRequestHeaders().getFirst("X-Ycf-Container-Integration-Type"))) {
            throw new DoubleRefusal(400, 3, "called to be waited for");
        }
        item.calls++;
        return Map.of();
    }

    private Map<?, ?> operation(String id) {
        var error = failed.get(id);
        return error == null
                ? Map.of("id", id, "done", true, "response", Map.of())
                : Map.of("id", id, "done", true, "error", error.body());
    }

    private Map<?, ?> operation() {
        return Map.of("id", "op" + ++numbers, "done", false, "metadata", Map.of());
    }

    private static void must(Item item, String status, String act) {
        if (!item.status.equals(status)) {
            throw new DoubleRefusal(400, 9, "cannot " + act + " while " + item.status);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
