package io.polargosling.simulator.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks access tokens and counts requests per token and minute. All methods are called under the lock of {@link World}. */
final class Gate {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final World world;
    private final int requestsPerMinute;
    private final Map<String, Integer> counts = new HashMap<>();
    private long minute;

    Gate(World world, int requestsPerMinute) {
        this.world = world;
        this.requestsPerMinute = requestsPerMinute;
    }

    /** Refuses the request, or gives the rate headers its answer is to carry. */
    Map<String, String> admit(Request request, Router.Access access) {
        if (access == Router.Access.OWN) {
            return Map.of();
        }
        Optional<String> token = request.header("PRIVATE-TOKEN")
                .or(() -> request.header("Authorization")
                        .filter(value -> value.startsWith("Bearer "))
                        .map(value -> value.substring("Bearer ".length())));
        Set<String> scopes = token.map(world.accessTokens::get).orElse(null);
        if (token.isEmpty() || scopes == null) {
            throw Refusal.message(401, "401 Unauthorized");
        }
        if (!allowed(scopes, access)) {
            throw Refusal.with(Response.json(
                    403,
                    Json.object()
                            .put("error", "insufficient_scope")
                            .put("error_description", "The request requires higher privileges than provided.")));
        }
        return count(token.get());
    }

    private static boolean allowed(Set<String> scopes, Router.Access access) {
        return scopes.contains("api")
                || switch (access) {
                    case READ -> scopes.contains("read_api");
                    case CREATE_RUNNER -> scopes.contains("create_runner");
                    case MANAGE_RUNNER -> scopes.contains("manage_runner");
                    case WRITE -> false;
                    case OWN -> true;
                };
    }

    private Map<String, String> count(String token) {
        Instant now = world.now();
        long current = now.getEpochSecond() / 60;
        if (current != minute) {
            minute = current;
            counts.clear();
        }
        int observed = counts.merge(token, 1, Integer::sum);
        long reset = (current + 1) * 60;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("RateLimit-Name", "throttle_authenticated_api");
        headers.put("RateLimit-Limit", "" + requestsPerMinute);
        headers.put("RateLimit-Observed", "" + observed);
        headers.put("RateLimit-Remaining", "" + Math.max(0, requestsPerMinute - observed));
        headers.put("RateLimit-Reset", "" + reset);
        if (observed > requestsPerMinute) {
            headers.put("RateLimit-ResetTime", HTTP_DATE.format(Instant.ofEpochSecond(reset)));
            headers.put("Retry-After", "" + Math.max(1, reset - now.getEpochSecond()));
            throw Refusal.with(Response.json(429, Json.object().put("message", "429 Too Many Requests"))
                    .with(headers));
        }
        return headers;
    }
}
