package io.polargosling.clouds;

import io.polargosling.domain.problem.UnavailableException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** HTTP with limits of time and size; follows nobody elsewhere, since a token goes along. */
final class Web {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final long MAX_ANSWER = 32L * 1024 * 1024;

    private @Nullable HttpClient http;

    /** Status and body, whatever they are. */
    record Answer(int status, String body) {}

    /** @throws UnavailableException when nobody answers in time */
    Answer send(HttpRequest.Builder request, String what) {
        try {
            var response = client().send(
                            request.timeout(ANSWER).build(),
                            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), MAX_ANSWER));
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UnavailableException(what + ": no answer (try again later)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(what + ": interrupted", e);
        }
    }

    /** Made when first needed: it has a thread of its own. */
    private synchronized HttpClient client() {
        if (http == null) {
            http = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
        return http;
    }
}
