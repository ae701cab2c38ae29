package io.polargosling.clouds;

import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Tokens for the API of Yandex Cloud, each kept until shortly before its end and at most an hour. */
final class IamTokens {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final YandexLogin login;
    private final YandexEndpoints endpoints;
    private final Web web;
    private final InstantSource clock;
    private @Nullable Token kept;

    private record Token(SecretValue value, Instant renewAt) {}

    IamTokens(YandexLogin login, YandexEndpoints endpoints, Web web, InstantSource clock) {
        this.login = login;
        this.endpoints = endpoints;
        this.web = web;
        this.clock = clock;
    }

    /** One that is good for a few minutes at least. */
    synchronized SecretValue get() {
        var now = clock.instant();
        if (kept == null || !now.isBefore(kept.renewAt())) {
            kept = fresh(now);
        }
        return kept.value();
    }

    /** Forgets a token that was refused. */
    synchronized void refused(SecretValue token) {
        if (kept != null && kept.value().equals(token)) {
            kept = null;
        }
    }

    private Token fresh(Instant now) {
        return switch (login) {
            case YandexLogin.IamToken given -> new Token(given.value().get(), now);
            case YandexLogin.OfThisMachine _ -> ofThisMachine(now);
            case YandexLogin.ServiceAccountKey key ->
                forKey(ServiceAccountJwt.of(key.json().get(), endpoints.iam(), now), now);
        };
    }

    private Token ofThisMachine(Instant now) {
        var request = HttpRequest.newBuilder(
                        path(endpoints.metadata(), "/computeMetadata/v1/instance/service-accounts/default/token"))
                .header("Metadata-Flavor", "Google")
                .GET();
        var answer = answer(request, "asking this machine for its IAM token");
        var seconds = answer.path("expires_in").asLong(0);
        return token(answer.path("access_token"), now.plusSeconds(seconds), now);
    }

    private Token forKey(SecretValue jwt, Instant now) {
        var request = HttpRequest.newBuilder(path(endpoints.iam(), "/iam/v1/tokens"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        Web.JSON.writeValueAsString(java.util.Map.of("jwt", jwt.reveal()))));
        var answer = answer(request, "exchanging a service account's key for an IAM token");
        try {
            return token(
                    answer.path("iamToken"),
                    Instant.parse(answer.path("expiresAt").asString("")),
                    now);
        } catch (DateTimeException e) {
            throw new InternalException("reading an IAM token: its end is no time", e);
        }
    }

    private JsonNode answer(HttpRequest.Builder request, String what) {
        var answer = web.send(request, what);
        if (answer.status() != 200) {
            throw new UnavailableException(what + ": HTTP " + answer.status()
                    + " (expected: 200; is a service account bound, and its key valid?)");
        }
        try {
            return Web.JSON.readTree(answer.body());
        } catch (JacksonException e) {
            // Without its cause, whose message may quote the token.
            throw new InternalException(what + ": the answer is no JSON");
        }
    }

    private static Token token(JsonNode value, Instant expires, Instant now) {
        var text = value.asString("");
        if (text.isEmpty() || !expires.isAfter(now)) {
            throw new InternalException("reading an IAM token: none in the answer (expected: a token and its end)");
        }
        var renewAt = expires.minus(MARGIN);
        var latest = now.plus(KEPT);
        return new Token(SecretValue.of(text), renewAt.isBefore(latest) ? renewAt : latest);
    }

    private static URI path(URI endpoint, String path) {
        return endpoint.resolve(path);
    }
}
