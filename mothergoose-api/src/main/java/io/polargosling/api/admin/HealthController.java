package io.polargosling.api.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.polargosling.api.http.ApiClock;
import io.polargosling.api.security.Access;
import io.polargosling.api.security.Caller;
import java.security.Principal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Health. */
@RestController
final class HealthController {

    private static final String HEALTHY = "healthy";
    private static final String UNHEALTHY = "unhealthy";
    private static final String VERSION = Optional.ofNullable(
                    HealthController.class.getPackage().getImplementationVersion())
            .orElse("development");

    private final Readiness readiness;
    private final ApiClock clock;

    HealthController(Readiness readiness, ApiClock clock) {
        this.readiness = readiness;
        this.clock = clock;
    }

    /** @param components shown to viewers only */
    record Health(
            String status,
            String service,
            String version,
            Instant timestamp,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Map<String, String> components) {}

    @GetMapping("/health/live")
    Health live() {
        return health(HEALTHY, null);
    }

    @GetMapping({"/health", "/health/ready"})
    ResponseEntity<Health> ready(@Nullable Principal caller) {
        var components = readiness.components();
        boolean ready = !components.containsValue(false);
        var shown = caller instanceof Caller known && known.has(Access.VIEWER) ? words(components) : null;
        return ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(health(ready ? HEALTHY : UNHEALTHY, shown));
    }

    private Health health(String status, @Nullable Map<String, String> components) {
        return new Health(status, "mothergoose-api", VERSION, clock.now(), components);
    }

    private static Map<String, String> words(Map<String, Boolean> components) {
        var words = new TreeMap<String, String>();
        components.forEach((name, ready) -> words.put(name, ready ? HEALTHY : UNHEALTHY));
        return words;
    }
}
