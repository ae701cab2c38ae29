package io.polargosling.api.webhook;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.api.security.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** GitLab's webhooks. */
@RestController
final class WebhookController {

    // Constant to the byte: whoever has no secret learns nothing from an answer, not even a trace id.
    private static final byte[] REFUSED = fixed(ProblemKind.FORBIDDEN, "no webhook secret matches");
    private static final byte[] TOO_MANY = fixed(ProblemKind.RATE_LIMITED, "too many refused webhooks");
    private static final byte[] UNREADABLE = fixed(ProblemKind.MALFORMED, "expected a GitLab event as JSON");

    private final WebhookIntake intake;
    private final Bodies bodies;
    private final Refusals refusals;
    private final ClientAddress addresses;
    private final ApiClock clock;

    WebhookController(WebhookIntake intake, Bodies bodies, Refusals refusals, ClientAddress addresses, ApiClock clock) {
        this.intake = intake;
        this.bodies = bodies;
        this.refusals = refusals;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** @param id what repetitions of this delivery are recognised by */
    record Accepted(String status, String id) {}

    @PostMapping(path = "/webhooks/gitlab", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> webhook(HttpServletRequest request) throws IOException {
        return switch (intake.settle(examined(request))) {
            case WebhookIntake.Outcome.Accepted accepted ->
                ResponseEntity.accepted().body(new Accepted(accepted.status().word(), accepted.id()));
            case WebhookIntake.Outcome.Refused refused ->
                isTooMany(refused.cause(), refused.kind(), request)
                        ? problem(ProblemKind.RATE_LIMITED, TOO_MANY)
                        : problem(ProblemKind.FORBIDDEN, REFUSED);
            case WebhookIntake.Outcome.Unreadable unreadable -> {
                isTooMany(RefusalCause.UNREADABLE, "unknown", request);
                yield problem(ProblemKind.MALFORMED, UNREADABLE);
            }
            case WebhookIntake.Outcome.Broken broken ->
                throw new ProblemException(ProblemKind.MALFORMED, "the body is not JSON to its end");
        };
    }

    /** The body is let go before the delivery waits for its group. */
    private WebhookIntake.Examined examined(HttpServletRequest request) throws IOException {
        try (var body = bodies.read(request.getInputStream(), request.getContentLengthLong())) {
            return intake.examine(HookHeaders.of(request), body);
        }
    }

    private boolean isTooMany(RefusalCause cause, String kind, HttpServletRequest request) {
        return refusals.add(new Refusals.Refused(clock.now(), cause, kind, addresses.of(request)));
    }

    private static ResponseEntity<byte[]> problem(ProblemKind kind, byte[] body) {
        var answer = ResponseEntity.status(kind.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (kind == ProblemKind.RATE_LIMITED) {
            answer.header("Retry-After", "60");
        }
        return answer.body(body);
    }

    private static byte[] fixed(ProblemKind kind, String detail) {
        return """
                {"type":"%s","title":"%s","status":%d,"detail":"%s"}""".formatted(kind.type(), kind.title(), kind.status().value(), detail)
                .getBytes(StandardCharsets.UTF_8);
    }
}
