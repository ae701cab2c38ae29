package io.polargosling.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.polargosling.api.http.Trace;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error.
 *
 * @param instance path of the request
 * @param errors what is wrong where; left out unless the request broke rules
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String traceId,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<FieldError> errors) {

    /**
     * One broken rule.
     *
     * @param pointer JSON pointer into the body, or {@code ?name} for a query parameter
     * @param code stable, such as {@code unknown-field}
     */
    public record FieldError(String pointer, String code, String message) {}

    /** A problem of {@code kind} met by {@code request}. */
    static Problem of(ProblemKind kind, String detail, List<FieldError> errors, HttpServletRequest request) {
        return new Problem(
                kind.type(),
                kind.title(),
                kind.status().value(),
                detail,
                pathOf(request),
                Trace.of(request),
                errors.isEmpty() ? null : List.copyOf(errors));
    }

    private static String pathOf(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String original
                ? original
                : request.getRequestURI();
    }
}
