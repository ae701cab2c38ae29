package io.polargosling.gitlab;

import io.polargosling.domain.secret.SecretValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * What stands around every request: it gets its token, its answer is read whole, up to a limit, and a small answer that
 * GitLab has marked is kept. The next question for the same asks only whether it has changed, and the kept body stands
 * in for an unchanged one.
 */
final class Exchange implements ClientHttpRequestInterceptor {

    /** The attribute with the token, which becomes a header only here: named values are written to logs before. */
    static final String TOKEN = "token";

    private static final String TOKEN_HEADER = "PRIVATE-TOKEN";

    private static final int LARGEST = 16 << 20;
    private static final int LARGEST_KEPT = 64 << 10;
    private static final int MOST_KEPT = 256;

    /** An answer is larger than any of GitLab's should be. */
    static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("an answer of more than " + LARGEST + " bytes");
        }
    }

    // The token is part of the key: what one may see another may not.
    private record Key(URI uri, SecretValue token) {}

    private record Kept(String tag, WholeResponse answer) {}

    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
            return size() > MOST_KEPT;
        }
    };

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        var token = Optional.ofNullable(request.getAttributes().get(TOKEN))
                .filter(SecretValue.class::isInstance)
                .map(SecretValue.class::cast);
        token.ifPresent(secret -> request.getHeaders().set(TOKEN_HEADER, secret.reveal()));
        var key = token.filter(secret -> request.getMethod().equals(HttpMethod.GET))
                .map(secret -> new Key(request.getURI(), secret));
        var known = key.flatMap(this::find);
        known.ifPresent(answer -> request.getHeaders().setIfNoneMatch(answer.tag()));
        try (var response = execution.execute(request, body)) {
            if (known.isPresent() && response.getStatusCode().value() == HttpStatus.NOT_MODIFIED.value()) {
                return unchanged(known.get(), response);
            }
            var whole = new WholeResponse(response.getStatusCode(), response.getHeaders(), read(response.getBody()));
            key.ifPresent(asked -> keep(asked, whole));
            return whole;
        }
    }

    private static byte[] read(InputStream in) throws IOException {
        byte[] body = in.readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            throw new TooLargeException();
        }
        return body;
    }

    private static WholeResponse unchanged(Kept known, ClientHttpResponse response) {
        var headers = new HttpHeaders();
        headers.putAll(known.answer().getHeaders());
        // What is left of the budget is told anew with every answer.
        headers.putAll(response.getHeaders());
        return new WholeResponse(HttpStatus.OK, headers, known.answer().body);
    }

    private Optional<Kept> find(Key key) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(key));
        }
    }

    private void keep(Key key, WholeResponse response) {
        var tag = response.getHeaders().getETag();
        synchronized (kept) {
            if (response.getStatusCode().value() == HttpStatus.OK.value()
                    && tag != null
                    && response.body.length <= LARGEST_KEPT) {
                kept.put(key, new Kept(tag, response));
            } else {
                kept.remove(key);
            }
        }
    }

    /** An answer that has been read. */
    private static final class WholeResponse implements ClientHttpResponse {

        private final HttpStatusCode status;
        private final HttpHeaders headers;
        private final byte[] body;

        WholeResponse(HttpStatusCode status, HttpHeaders received, byte[] body) {
            this.status = status;
            this.headers = new HttpHeaders();
            this.headers.putAll(received);
            this.headers.setContentLength(body.length);
            this.body = body;
        }

        @Override
        public HttpStatusCode getStatusCode() {
            return status;
        }

        @Override
        public String getStatusText() {
            return "";
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(body);
        }

        @Override
        public void close() {
            // Nothing is open any more.
        }
    }
}
