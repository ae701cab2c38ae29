package io.polargosling.gitlab;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Everything that is kept for one server: its connections, its budget, its calls. What it does touches no other. */
final class ServerLine {

    private static final int TRIES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final GitLabServer server;
    private final GitLabClient.Options options;
    private final Budget budget;
    private final Apis apis;

    ServerLine(GitLabServer server, GitLabClient.Options options, HttpClient http) {
        this.server = server;
        this.options = options;
        this.budget = new Budget(server.host(), options.clock(), options.pause());
        var factory = new JdkClientHttpRequestFactory(http);
        factory.setReadTimeout(options.timeouts().answer());
        this.apis = Apis.of(RestClient.builder()
                .baseUrl(server.url())
                .requestFactory(factory)
                .requestInterceptor(new Exchange())
                // Every status is an answer; what it means is for the one who asked.
                .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {})
                .build());
    }

    Apis apis() {
        return apis;
    }

    GitLabServer server() {
        return server;
    }

    /** One try: an answer, or none. */
    private record Outcome(
            @Nullable Answer answer, @Nullable RestClientException lost) {}

    /**
     * Sends, again where that may help and can do no harm.
     *
     * @throws UnavailableException when there is no answer, or the budget is used up
     */
    Answer send(Call call, Supplier<ResponseEntity<byte[]>> request) {
        var begun = options.clock().instant();
        for (int tried = 1; ; tried++) {
            budget.take(call);
            var outcome = attempt(call, request);
            var answer = outcome.answer();
            if (answer != null && !answer.isPassing()) {
                return answer;
            }
            var wait = pauseAfter(tried, Optional.ofNullable(answer).flatMap(Answer::retryAfter));
            if (tried == TRIES || !mayRepeat(call, outcome) || isTooLate(begun, wait)) {
                return given(call, outcome);
            }
            Pauses.pause(options.pause(), wait, call);
        }
    }

    private Outcome attempt(Call call, Supplier<ResponseEntity<byte[]>> request) {
        boolean heard = false;
        try {
            var entity = request.get();
            heard = true;
            var headers = entity.getHeaders();
            int status = entity.getStatusCode().value();
            budget.heard(status, headers);
            var body = entity.getBody();
            return new Outcome(
                    new Answer(
                            call.act(),
                            status,
                            headers,
                            body == null ? new byte[0] : body,
                            RateHeaders.retryAfter(headers, options.clock().instant())),
                    null);
        } catch (RestClientException e) {
            return new Outcome(null, e);
        } catch (IllegalArgumentException e) {
            throw new InvalidException(call.act() + ": GitLab server \"" + server
                    + "\" cannot be called (expected: a host name or a whole address)");
        } finally {
            if (!heard) {
                budget.lost();
            }
        }
    }

    private static boolean mayRepeat(Call call, Outcome outcome) {
        var lost = outcome.lost();
        if (lost == null) {
            // Refused for being too much: it was not done.
            return call.isRepeatable()
                    || (outcome.answer() != null && outcome.answer().status() == 429);
        }
        if (has(lost, SSLException.class) || has(lost, Exchange.TooLargeException.class)) {
            return false;
        }
        return call.isRepeatable() || wasNotSent(lost);
    }

    private static boolean wasNotSent(RestClientException lost) {
        return has(lost, ConnectException.class)
                || has(lost, HttpConnectTimeoutException.class)
                || has(lost, UnknownHostException.class);
    }

    private boolean isTooLate(Instant begun, Duration wait) {
        var next = options.clock().instant().plus(wait);
        return wait.compareTo(Budget.LONGEST_WAIT) > 0
                || next.isAfter(begun.plus(options.timeouts().patience()));
    }

    private static Duration pauseAfter(int tried, Optional<Duration> asked) {
        long base = FIRST_PAUSE.toMillis() << (tried - 1);
        var pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(base / 2, base + base / 2));
        return asked.filter(wait -> wait.compareTo(pause) > 0).orElse(pause);
    }

    private Answer given(Call call, Outcome outcome) {
        var answer = outcome.answer();
        if (answer != null) {
            return answer;
        }
        var lost = outcome.lost();
        if (has(lost, Exchange.TooLargeException.class)) {
            throw new InternalException(call.act() + ": an answer too large (expected: GitLab's API at this address)");
        }
        if (has(lost, SSLException.class)) {
            throw new UnavailableException(
                    call.act() + ": no safe connection to " + server
                            + " (expected: a certificate of a known authority; name it in gosling.gitlab.ca-file)",
                    lost);
        }
        throw new UnavailableException(
                call.act() + ": no answer from " + server + " (expected: one within "
                        + options.timeouts().answer().toSeconds() + " s)",
                lost);
    }

    private static boolean has(@Nullable Throwable thrown, Class<? extends Throwable> type) {
        for (var at = thrown; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }
}
