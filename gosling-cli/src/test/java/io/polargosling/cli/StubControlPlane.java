package io.polargosling.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each path with what it was told to, the last answer again and again; remembers what was asked. */
final class StubControlPlane implements AutoCloseable {

    private record Reply(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    StubControlPlane() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** @param call such as {@code GET /eggs/web} */
    StubControlPlane on(String call, int status, String body) {
        replies.computeIfAbsent(call, key -> new ArrayDeque<>()).add(new Reply(status, body));
        return this;
    }

    /** Method, path and query of each call. */
    List<String> calls() {
        return calls;
    }

    /** The bodies that were posted. */
    List<String> bodies() {
        return bodies;
    }

    /** Runs a command against it. */
    Gosling run(Object... line) {
        return Gosling.with(
                Map.of(
                        "GOSLING_API_URL",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        "GOSLING_API_KEY",
                        "the-token"),
                line);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            calls.add(call);
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!body.isEmpty()) {
                bodies.add(body);
            }
            var known = replies.getOrDefault(call, new ArrayDeque<>());
            var reply = known.size() > 1 ? known.removeFirst() : known.peekFirst();
            var bytes = (reply == null ? "{\"detail\":\"not told\"}" : reply.body()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply == null ? 404 : reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
