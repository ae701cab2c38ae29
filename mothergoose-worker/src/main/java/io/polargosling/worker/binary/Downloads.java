package io.polargosling.worker.binary;

import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;

/**
 * Gets what a feed leads to: from the feed's own host and those named besides, over TLS (or from this machine), so many
 * bytes and no more. Redirects are followed within these hosts; the token goes to the feed's host alone.
 */
final class Downloads {

    private static final int MAX_REDIRECTS = 5;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpClient http;
    private final String home;
    private final Set<String> hosts;
    private final Optional<SecretValue> token;
    private final Duration limit;

    /**
     * @param home the feed's host
     * @param hosts others that may be asked, with their port when it is not the usual one
     * @param limit of one download
     */
    Downloads(URI home, List<String> hosts, Optional<SecretValue> token, Duration limit) {
        var tls = new SSLParameters();
        tls.setProtocols(new String[] {"TLSv1.3"});
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslParameters(tls)
                .build();
        this.home = place(home);
        this.hosts = new HashSet<>(hosts);
        this.hosts.add(this.home);
        this.token = token;
        this.limit = limit;
    }

    /** All of it, in memory. */
    byte[] bytes(URI from, long max) throws ReleaseException {
        return get(from, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), max));
    }

    /** All of it, into {@code target}. */
    void file(URI from, Path target, long max) throws ReleaseException {
        var _ = get(from, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofFile(target), max));
    }

    private <T> T get(URI from, HttpResponse.BodyHandler<T> handler) throws ReleaseException {
        URI at = from;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            requireAllowed(at);
            var response = send(at, handler);
            if (response.statusCode() == 200) {
                return response.body();
            }
            if (!REDIRECTS.contains(response.statusCode())) {
                throw new ReleaseException(shown(at) + " answered " + response.statusCode() + " (expected: 200)");
            }
            at = next(at, response);
        }
        throw new ReleaseException(shown(from) + " redirects more than " + MAX_REDIRECTS + " times");
    }

    private static URI next(URI at, HttpResponse<?> response) throws ReleaseException {
        try {
            return at.resolve(response.headers().firstValue("Location").orElse(""));
        } catch (IllegalArgumentException e) {
            throw new ReleaseException(shown(at) + " redirects to what is no address", e);
        }
    }

    private <T> HttpResponse<T> send(URI at, HttpResponse.BodyHandler<T> handler) throws ReleaseException {
        var request = HttpRequest.newBuilder(at)
                .timeout(limit)
                .header("User-Agent", "polar-gosling")
                .header("Accept", "application/json, application/octet-stream, */*");
        if (place(at).equals(home)) {
            token.ifPresent(value -> request.header("Authorization", "Bearer " + value.reveal()));
        }
        // A redirect's body would else be stored as if it were the file.
        var call = http.sendAsync(
                request.build(),
                info -> info.statusCode() == 200 ? handler.apply(info) : HttpResponse.BodySubscribers.replacing(null));
        try {
            return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new ReleaseException("getting " + shown(at) + ": " + describe(cause), cause);
        } catch (TimeoutException e) {
            throw new ReleaseException("getting " + shown(at) + ": not done within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("getting " + shown(at) + ": interrupted", e);
        } finally {
            call.cancel(true);
        }
    }

    private static String describe(Throwable cause) {
        if (cause instanceof ConnectException) {
            return "connection refused or host not reachable";
        }
        String message = cause instanceof IOException ? cause.getMessage() : null;
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private void requireAllowed(URI at) throws ReleaseException {
        boolean secure = "https".equals(at.getScheme()) || ("http".equals(at.getScheme()) && isThisMachine(at));
        if (at.getHost() == null || !secure) {
            throw new ReleaseException(shown(at) + ": only https is used");
        }
        if (!hosts.contains(place(at))) {
            throw new ReleaseException("host " + place(at)
                    + " is neither the feed's nor among the source's hosts; nothing was got from it");
        }
    }

    private static boolean isThisMachine(URI at) {
        try {
            return at.getHost() != null && InetAddress.getByName(at.getHost()).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }

    private static String place(URI at) {
        return at.getPort() < 0 ? String.valueOf(at.getHost()) : at.getHost() + ":" + at.getPort();
    }

    /** Without a query, which may hold a signature that is as good as a password. */
    private static String shown(URI at) {
        return at.getScheme() + "://" + place(at) + at.getPath();
    }
}
