package io.polargosling.api.problem;

import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns whatever a controller throws into a problem without internals. */
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Problem> onProblem(ProblemException e, HttpServletRequest request) {
        return answer(e.kind(), String.valueOf(e.getMessage()), e.errors(), request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> onDomain(GoslingException e, HttpServletRequest request) {
        return switch (e) {
            case NotFoundException missing ->
                answer(ProblemKind.NOT_FOUND, String.valueOf(missing.getMessage()), List.of(), request);
            case ConflictException raced ->
                answer(
                        ProblemKind.CONFLICT,
                        "it was changed while this request was served: read it again",
                        List.of(),
                        request);
            case InvalidException invalid ->
                answer(ProblemKind.INVALID, String.valueOf(invalid.getMessage()), List.of(), request);
            case UnavailableException down -> {
                LOG.warn("request not served path={} cause={}", request.getRequestURI(), down.getMessage());
                yield answer(ProblemKind.UNAVAILABLE, "try again later", List.of(), request);
            }
            case CapacityException full ->
                answer(ProblemKind.UNAVAILABLE, String.valueOf(full.getMessage()), List.of(), request);
            case InternalException ours -> onAnything(ours, request);
        };
    }

    @ExceptionHandler
    ResponseEntity<Problem> onUnreadable(HttpMessageNotReadableException e, HttpServletRequest request) {
        if (causeOf(e, BodyTooLargeException.class) != null) {
            return onTooLarge(request);
        }
        var unknown = causeOf(e, UnrecognizedPropertyException.class);
        if (unknown != null) {
            return fieldError(unknown, "unknown-field", "this field is not known here", request);
        }
        var mismatch = causeOf(e, DatabindException.class);
        if (mismatch != null) {
            return fieldError(mismatch, "wrong-type", "this is not of the expected type", request);
        }
        return answer(ProblemKind.MALFORMED, "the body is not JSON, or none was sent", List.of(), request);
    }

    @ExceptionHandler(BodyTooLargeException.class)
    ResponseEntity<Problem> onTooLarge(HttpServletRequest request) {
        return answer(ProblemKind.TOO_LARGE, "send less", List.of(), request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> onAnything(Exception e, HttpServletRequest request) {
        if (e instanceof ErrorResponse framework) {
            var kind = ProblemKind.ofStatus(framework.getStatusCode().value());
            return answer(kind, "see the list of endpoints and their parameters", List.of(), request);
        }
        LOG.error("request failed path={}", request.getRequestURI(), e);
        return answer(ProblemKind.INTERNAL, "the log has more under this trace id", List.of(), request);
    }

    private static ResponseEntity<Problem> fieldError(
            DatabindException e, String code, String message, HttpServletRequest request) {
        var pointer = new StringBuilder();
        for (JacksonException.Reference part : e.getPath()) {
            pointer.append('/').append(part.getPropertyName() == null ? part.getIndex() : part.getPropertyName());
        }
        var error = new Problem.FieldError(pointer.toString(), code, message);
        return answer(ProblemKind.INVALID, message, List.of(error), request);
    }

    private static ResponseEntity<Problem> answer(
            ProblemKind kind, String detail, List<Problem.FieldError> errors, HttpServletRequest request) {
        var response = ResponseEntity.status(kind.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (kind == ProblemKind.UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, ProblemWriter.RETRY_AFTER_SECONDS);
        } else if (kind == ProblemKind.UNAUTHENTICATED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response.body(Problem.of(kind, detail, errors, request));
    }

    private static <T extends Throwable> @Nullable T causeOf(Throwable e, Class<T> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
