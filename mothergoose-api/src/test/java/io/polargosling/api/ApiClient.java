package io.polargosling.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the API over HTTP with one bearer token, or none. */
public final class ApiClient {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final URI base;
    private final String token;

    /** @param token empty for none */
    public ApiClient(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /** An answer. */
    public static final class Reply {

        private final int status;
        private final HttpHeaders headers;
        private final byte[] bytes;

        Reply(HttpResponse<byte[]> response) {
            this.status = response.statusCode();
            this.headers = response.headers();
            this.bytes = response.body();
        }

        /** The status. */
        public int status() {
            return status;
        }

        /** The body. */
        public byte[] bytes() {
            return bytes;
        }

        /** The body as text. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** The body as JSON. */
        public JsonNode json() {
            return MAPPER.readTree(bytes);
        }

        /** The value of a header. */
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        /** The type of the problem in the body, without what all have in common. */
        public String problem() {
            return json().path("type").asString().replace("urn:gosling:problem:", "");
        }
    }

    /** The same API with another token. */
    public ApiClient with(String other) {
        return new ApiClient(base, other);
    }

    /** GET. */
    public Reply get(String path, String... headers) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), headers);
    }

    /** POST of JSON. */
    public Reply post(String path, String json, String... headers) {
        return post(path, json.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** POST of bytes as JSON. */
    public Reply post(String path, byte[] json, String... headers) {
        return send("POST", path, HttpRequest.BodyPublishers.ofByteArray(json), typed(headers));
    }

    /** POST of bytes as JSON whose length is not told before. */
    public Reply postChunked(String path, byte[] json, String... headers) {
        return send(
                "POST",
                path,
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(json)),
                typed(headers));
    }

    /** Any method. */
    public Reply send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        var request =
                HttpRequest.newBuilder(base.resolve(path)).method(method, body).timeout(Duration.ofSeconds(30));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Reply(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String[] typed(String... headers) {
        var typed = new String[headers.length + 2];
        typed[0] = "Content-Type";
        typed[1] = "application/json";
        System.arraycopy(headers, 0, typed, 2, headers.length);
        return typed;
    }
}
