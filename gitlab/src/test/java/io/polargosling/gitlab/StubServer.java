package io.polargosling.gitlab;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP server that answers what it was told, in that order, and remembers what it was asked. */
final class StubServer implements AutoCloseable {

    static final String TOKEN = "glpat-Zq7secret";

    private final HttpServer server;
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

    /** One request, as it came. */
    record Request(String method, String target, String token, String body, Headers headers) {

        String line() {
            return method + " " + target;
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    /** One answer; {@code HOST} in a header stands for this server. */
    record Reply(int status, Map<String, String> headers, String body) {}

    StubServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    GitLabAccess access() {
        return new GitLabAccess(GitLabServer.of(host()), SecretValue.of(TOKEN));
    }

    void reply(int status, String body) {
        reply(status, Map.of(), body);
    }

    void reply(int status, Map<String, String> headers, String body) {
        replies.add(new Reply(status, headers, body));
    }

    /** How many requests have come that were not taken. */
    int waiting() {
        return requests.size();
    }

    /** The oldest request not yet taken. */
    Request taken() {
        return requests.remove();
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("PRIVATE-TOKEN")),
                    body,
                    exchange.getRequestHeaders()));
            var reply = replies.isEmpty() ? new Reply(500, Map.of(), "no reply left") : replies.remove();
            reply.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().add(name, value.replace("HOST", host())));
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
