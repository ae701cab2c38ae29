package io.polargosling.cli.runner;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A control plane of two endpoints, which remembers what it was told. */
final class StubApi implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    /** An answer. */
    record Reply(int status, JsonNode body) {

        static Reply directive(String desired) {
            return new Reply(200, Answers.directive(desired));
        }

        static Reply problem(int status) {
            return new Reply(status, Answers.problem(status, "as the test wants"));
        }
    }

    private final HttpServer server;
    private final List<JsonNode> enrolments = new CopyOnWriteArrayList<>();
    private final List<JsonNode> heartbeats = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Deque<Reply> enrolmentReplies = new ArrayDeque<>();
    private volatile Function<JsonNode, Reply> onHeartbeat = beat -> Reply.directive("run");
    private volatile ObjectNode enrolment = Answers.enrolment();

    StubApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/runners/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/");
    }

    /** The answer to an enrolment that is not to fail; to be changed before it. */
    ObjectNode enrolment() {
        return enrolment;
    }

    /** The next enrolment gets this instead. */
    synchronized void enrolmentFails(int status) {
        enrolmentReplies.add(Reply.problem(status));
    }

    void onHeartbeat(Function<JsonNode, Reply> answer) {
        onHeartbeat = answer;
    }

    List<JsonNode> enrolments() {
        return List.copyOf(enrolments);
    }

    List<JsonNode> heartbeats() {
        return List.copyOf(heartbeats);
    }

    /** The states told so far, without repeats in a row. */
    List<String> states() {
        var states = new ArrayList<String>();
        for (JsonNode beat : heartbeats) {
            String state = beat.path("state").asString();
            if (states.isEmpty() || !states.getLast().equals(state)) {
                states.add(state);
            }
        }
        return states;
    }

    /** The kinds of all events told. */
    List<String> events() {
        return heartbeats.stream()
                .flatMap(beat -> beat.path("events").valueStream())
                .map(event -> event.path("kind").asString())
                .toList();
    }

    /** Method, path and bearer of each call. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            calls.add(exchange.getRequestMethod() + " " + path + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            Reply reply = path.endsWith("/enroll") ? enrol(body) : beat(body);
            byte[] bytes = reply.body().toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Reply enrol(JsonNode body) {
        enrolments.add(body);
        Reply scripted = enrolmentReplies.poll();
        return scripted == null ? new Reply(200, enrolment) : scripted;
    }

    private Reply beat(JsonNode body) {
        heartbeats.add(body);
        return onHeartbeat.apply(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
