package io.polargosling.cli.client;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls the control plane's API; TLS 1.3 or none at all, and no redirect is followed. */
public final class ApiClient {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_ANSWER = 16 * 1024 * 1024;

    private final String base;
    private final Duration timeout;
    private final HttpClient http;

    private ApiClient(String base, Duration timeout, HttpClient http) {
        this.base = base;
        this.timeout = timeout;
        this.http = http;
    }

    /**
     * A client of the API at {@code base}; does not connect yet.
     *
     * @param timeout of one call
     * @throws InvalidException when {@code base} is no http or https URL
     */
    public static ApiClient of(URI base, Duration timeout) {
        String scheme = base.getScheme();
        if (base.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new InvalidException("API URL \"" + base + "\" (expected: http://HOST or https://HOST)");
        }
        var tls = new SSLParameters();
        tls.setProtocols(new String[] {"TLSv1.3"});
        var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .sslParameters(tls)
                .build();
        return new ApiClient(base.toString().replaceAll("/+$", ""), timeout, http);
    }

    /**
     * Something to send that is no JSON.
     *
     * @param limit for the whole call, in place of the client's
     */
    public record Upload(HttpRequest.BodyPublisher body, String contentType, Duration limit) {}

    /** An empty JSON object to fill. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Posts {@code body} to {@code path}; the future never ends with an exception. */
    public CompletableFuture<ApiAnswer> post(String path, SecretValue bearer, ObjectNode body) {
        return send(request(path, bearer).POST(json(body)).header("Content-Type", "application/json"));
    }

    /**
     * As {@link #post(String, SecretValue, ObjectNode)}; the service is to do it once however often the same key comes.
     *
     * @param idempotencyKey at most 128 printable characters
     */
    public CompletableFuture<ApiAnswer> post(String path, SecretValue bearer, ObjectNode body, String idempotencyKey) {
        return send(request(path, bearer)
                .POST(json(body))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey));
    }

    /** Posts {@code upload} as {@link #post(String, SecretValue, ObjectNode, String)} does a document. */
    public CompletableFuture<ApiAnswer> post(String path, SecretValue bearer, Upload upload, String idempotencyKey) {
        return send(request(path, bearer)
                .timeout(upload.limit())
                .POST(upload.body())
                .header("Content-Type", upload.contentType())
                .header("Idempotency-Key", idempotencyKey));
    }

    /** Gets {@code path}; the future never ends with an exception. */
    public CompletableFuture<ApiAnswer> get(String path, SecretValue bearer) {
        return send(request(path, bearer).GET());
    }

    private HttpRequest.Builder request(String path, SecretValue bearer) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + bearer.reveal())
                .header("Accept", "application/json, application/problem+json");
    }

    private static HttpRequest.BodyPublisher json(ObjectNode body) {
        return HttpRequest.BodyPublishers.ofString(body.toString());
    }

    private CompletableFuture<ApiAnswer> send(HttpRequest.Builder request) {
        var answer = HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), MAX_ANSWER);
        return http.sendAsync(request.build(), answer)
                .handle((response, problem) -> problem == null ? answer(response) : unreachable(problem));
    }

    private static ApiAnswer answer(HttpResponse<String> response) {
        int status = response.statusCode();
        JsonNode body = read(response.body());
        if (status >= 200 && status < 300) {
            return body == null
                    ? new ApiAnswer.Unreachable("the answer is not JSON; is this the control plane?", true)
                    : new ApiAnswer.Success(body);
        }
        return new ApiAnswer.Problem(status, detail(status, body), retryAfter(response));
    }

    private static @Nullable JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static String detail(int status, @Nullable JsonNode body) {
        if (body != null) {
            for (String field : new String[] {"detail", "title"}) {
                String text = body.path(field).asString("");
                if (!text.isEmpty()) {
                    return text + " (HTTP " + status + ")";
                }
            }
        }
        return "HTTP " + status;
    }

    private static Optional<Duration> retryAfter(HttpResponse<String> response) {
        // The other form, a date, is not worth a parser: the caller's own back-off stands in for it.
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private static ApiAnswer unreachable(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        String reason = switch (cause) {
            case HttpTimeoutException e -> "no answer in time";
            case ConnectException e -> "connection refused or host not reachable";
            case IOException e when e.getMessage() != null -> e.getMessage();
            default -> cause.getClass().getSimpleName();
        };
        boolean unsent = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
        return new ApiAnswer.Unreachable(reason, !unsent);
    }
}
