package io.polargosling.api.webhook;

import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
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
    private static final byte[] UNREADABLE = fixed(ProblemKind.MALFORMED, "expected a GitLab event as JSON");

    private final WebhookIntake intake;
    private final LargeBodies bodies;

    WebhookController(WebhookIntake intake, LargeBodies bodies) {
        this.intake = intake;
        this.bodies = bodies;
    }

    /** @param id what repetitions of this delivery are recognised by */
    record Accepted(String status, String id) {}

    @PostMapping(path = "/webhooks/gitlab", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> webhook(HttpServletRequest request) throws IOException {
        try (var body = bodies.read(request)) {
            return switch (intake.take(HookHeaders.of(request), body.bytes())) {
                case WebhookIntake.Outcome.Accepted accepted ->
                    ResponseEntity.accepted().body(new Accepted(WebhookIntake.word(accepted.status()), accepted.id()));
                case WebhookIntake.Outcome.Refused refused -> problem(ProblemKind.FORBIDDEN, REFUSED);
                case WebhookIntake.Outcome.Unreadable unreadable -> problem(ProblemKind.MALFORMED, UNREADABLE);
                case WebhookIntake.Outcome.Broken broken ->
                    throw new ProblemException(ProblemKind.MALFORMED, "the body is not JSON to its end");
            };
        }
    }

    private static ResponseEntity<byte[]> problem(ProblemKind kind, byte[] body) {
        return ResponseEntity.status(kind.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }

    private static byte[] fixed(ProblemKind kind, String detail) {
        return """
                {"type":"%s","title":"%s","status":%d,"detail":"%s"}""".formatted(kind.type(), kind.title(), kind.status().value(), detail)
                .getBytes(StandardCharsets.UTF_8);
    }
}
