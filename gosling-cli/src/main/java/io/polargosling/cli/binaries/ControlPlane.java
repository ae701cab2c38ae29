package io.polargosling.cli.binaries;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLParameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The control plane's API as an operator calls it: TLS 1.3, or plain HTTP to this machine; no redirects. What may pass is
 * tried three times more, after 1, 2 and 4 seconds or what the answer asks for.
 */
final class ControlPlane {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<Duration> WAITS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    private static final long LONGEST_WAIT_SECONDS = 60;
    private static final int MAX_ANSWER = 16 * 1024 * 1024;

    private final URI base;
    private final SecretValue key;
    private final Duration timeout;
    private final Pause pause;
    private final HttpClient http;

    /** Lets time go by. */
    @FunctionalInterface
    interface Pause {
        void forThe(Duration time) throws InterruptedException;
    }

    /** @throws InvalidException when {@code base} cannot be called */
    ControlPlane(URI base, SecretValue key, Duration timeout, Pause pause) {
        if (base.getHost() == null || !isSafe(base)) {
            throw new InvalidException("API URL \"" + base + "\" (expected: https://HOST, or http:// to this machine)");
        }
        this.base = base;
        this.key = key;
        this.timeout = timeout;
        this.pause = pause;
        var tls = new SSLParameters();
        tls.setProtocols(new String[] {"TLSv1.3"});
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .sslParameters(tls)
                .build();
    }

    private static boolean isSafe(URI base) {
        try {
            return "https".equals(base.getScheme())
                    || ("http".equals(base.getScheme())
                            && InetAddress.getByName(base.getHost()).isLoopbackAddress());
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The body of the answer.
     *
     * @throws RefusedException when the control plane refuses, or cannot be reached
     */
    JsonNode call(Request request) throws RefusedException, InterruptedException {
        return call(request, timeout);
    }

    /** As above, with another time for each try. */
    JsonNode call(Request request, Duration limit) throws RefusedException, InterruptedException {
        String once = UUID.randomUUID().toString();
        for (int i = 0; ; i++) {
            try {
                return tried(request, once, limit);
            } catch (RefusedException e) {
                boolean again = e.passing() && (request.repeatable() || !e.reached());
                if (!again || i == WAITS.size()) {
                    throw e;
                }
                pause.forThe(e.retryAfter().orElse(WAITS.get(i)));
            }
        }
    }

    private JsonNode tried(Request request, String once, Duration limit) throws RefusedException, InterruptedException {
        var sent = HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/+$", "") + request.path()))
                .timeout(limit)
                .header("Authorization", "Bearer " + key.reveal())
                .header("Accept", "application/json, application/problem+json")
                .method(request.method(), request.body());
        request.contentType().ifPresent(type -> sent.header("Content-Type", type));
        if (!"GET".equals(request.method())) {
            sent.header("Idempotency-Key", once);
        }
        try {
            var handler = HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER);
            return answer(http.send(sent.build(), handler));
        } catch (ConnectException e) {
            throw RefusedException.unreachable("calling " + base + ": connection refused or host not reachable", false);
        } catch (HttpTimeoutException e) {
            throw RefusedException.unreachable("calling " + base + ": no answer in time", true);
        } catch (IOException e) {
            throw RefusedException.unreachable("calling " + base + ": " + e.getMessage(), true);
        }
    }

    private JsonNode answer(HttpResponse<byte[]> response) throws RefusedException {
        int status = response.statusCode();
        JsonNode body = read(response.body());
        if (status >= 200 && status < 300 && !body.isMissingNode()) {
            return body;
        }
        if (status < 400) {
            throw RefusedException.unreachable(base + " answers no JSON; is this the control plane?", true);
        }
        String detail = body.path("detail").asString(body.path("title").asString(""));
        var wait = response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Math.min(LONGEST_WAIT_SECONDS, Long.parseLong(text))));
        throw RefusedException.of(
                status, detail.isEmpty() ? "HTTP " + status : detail + " (HTTP " + status + ")", wait);
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }
}
