package io.polargosling.api.webhook;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.http.ApiJson;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.api.problem.ProblemWriter;
import io.polargosling.api.security.ClientAddress;
import io.polargosling.domain.problem.UnavailableException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * GitLab's webhooks. Answers them before all that other requests go through: most of that is of no use to a request
 * that carries its own proof, and would cost more than the webhook itself.
 */
final class WebhookFilter extends HttpFilter {

    static final String PATH = "/webhooks/gitlab";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);
    private static final String PROBLEM = "application/problem+json";

    // Constant to the byte: whoever has no secret learns nothing from an answer, not even a trace id.
    private static final byte[] REFUSED = fixed(ProblemKind.FORBIDDEN, "no webhook secret matches");
    private static final byte[] TOO_MANY = fixed(ProblemKind.RATE_LIMITED, "too many refused webhooks");
    private static final byte[] UNREADABLE = fixed(ProblemKind.MALFORMED, "expected a GitLab event as JSON");

    private final transient WebhookIntake intake;
    private final transient Bodies bodies;
    private final transient RefusedRequests refused;
    private final transient Answers answers;

    /**
     * How answers are written.
     *
     * @param problems of requests that are not refused for their proof
     */
    record Answers(ApiJson json, ProblemWriter problems) {}

    /** Where refused requests are noted. */
    record RefusedRequests(Refusals refusals, ClientAddress addresses, ApiClock clock) {

        /** True when the sender was refused too often. */
        boolean add(RefusalCause cause, String kind, HttpServletRequest request) {
            return refusals.add(new Refusals.Refused(clock.now(), cause, kind, addresses.of(request)));
        }
    }

    WebhookFilter(WebhookIntake intake, Bodies bodies, RefusedRequests refused, Answers answers) {
        this.intake = intake;
        this.bodies = bodies;
        this.refused = refused;
        this.answers = answers;
    }

    /** @param id what repetitions of this delivery are recognised by */
    record Accepted(String status, String id) {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!"POST".equals(request.getMethod()) || !PATH.equals(request.getRequestURI())) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        try {
            take(request, response);
        } catch (ProblemException e) {
            answers.problems().write(e.kind(), String.valueOf(e.getMessage()), request, response);
        } catch (UnavailableException e) {
            LOG.warn("webhook not taken cause={}", e.getMessage());
            answers.problems().write(ProblemKind.UNAVAILABLE, "try again later", request, response);
        } catch (UncheckedIOException e) {
            LOG.warn("webhook not read cause={}", e.getMessage());
            answers.problems().write(ProblemKind.UNAVAILABLE, "try again later", request, response);
        } catch (RuntimeException e) {
            LOG.error("webhook not taken", e);
            answers.problems().write(ProblemKind.INTERNAL, "the log has more under this trace id", request, response);
        }
    }

    private void take(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isJson(request.getContentType())) {
            throw new ProblemException(ProblemKind.UNSUPPORTED_MEDIA, "send application/json");
        }
        switch (intake.settle(examined(request))) {
            case WebhookIntake.Outcome.Accepted accepted -> {
                var body = new Accepted(accepted.status().word(), accepted.id());
                answer(
                        response,
                        202,
                        "application/json",
                        answers.json().mapper().writeValueAsBytes(body));
            }
            case WebhookIntake.Outcome.Refused refusal -> {
                if (refused.add(refusal.cause(), refusal.kind(), request)) {
                    response.setHeader("Retry-After", "60");
                    answer(response, ProblemKind.RATE_LIMITED.status().value(), PROBLEM, TOO_MANY);
                } else {
                    answer(response, ProblemKind.FORBIDDEN.status().value(), PROBLEM, REFUSED);
                }
            }
            case WebhookIntake.Outcome.Unreadable unreadable -> {
                refused.add(RefusalCause.UNREADABLE, "unknown", request);
                answer(response, ProblemKind.MALFORMED.status().value(), PROBLEM, UNREADABLE);
            }
            case WebhookIntake.Outcome.Broken broken ->
                throw new ProblemException(ProblemKind.MALFORMED, "the body is not JSON to its end");
        }
    }

    /** The body is let go before the delivery waits for its group. */
    private WebhookIntake.Examined examined(HttpServletRequest request) throws IOException {
        try (var body = bodies.read(request.getInputStream(), request.getContentLengthLong())) {
            return intake.examine(HookHeaders.of(request), body);
        }
    }

    private static boolean isJson(@Nullable String type) {
        if (type == null) {
            return false;
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).trim().equalsIgnoreCase("application/json");
    }

    private static void answer(HttpServletResponse response, int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static byte[] fixed(ProblemKind kind, String detail) {
        return """
                {"type":"%s","title":"%s","status":%d,"detail":"%s"}""".formatted(kind.type(), kind.title(), kind.status().value(), detail)
                .getBytes(StandardCharsets.UTF_8);
    }
}
