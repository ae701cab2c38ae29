package io.polargosling.api.problem;

import io.polargosling.api.http.ApiJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** Writes problems where no controller runs: in filters and for refused credentials. */
public final class ProblemWriter {

    /** What a caller is told to wait, in seconds, when something does not answer. */
    public static final String RETRY_AFTER_SECONDS = "5";

    private final ApiJson json;

    /** @param json how bodies are written */
    public ProblemWriter(ApiJson json) {
        this.json = json;
    }

    /** Writes the problem as the whole answer. */
    public void write(ProblemKind kind, String detail, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setStatus(kind.status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        if (kind == ProblemKind.UNAUTHENTICATED) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        } else if (kind == ProblemKind.UNAVAILABLE) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        response.getOutputStream().write(json.mapper().writeValueAsBytes(Problem.of(kind, detail, List.of(), request)));
    }
}
