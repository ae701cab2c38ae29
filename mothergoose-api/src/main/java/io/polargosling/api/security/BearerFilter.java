package io.polargosling.api.security;

import io.polargosling.api.problem.ProblemKind;
import io.polargosling.api.problem.ProblemWriter;
import io.polargosling.domain.problem.UnavailableException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who calls; who may what is decided behind it, so a wrong token is the same as none. */
final class BearerFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(BearerFilter.class);
    private static final String SCHEME = "bearer ";

    private final Credentials credentials;
    private final ProblemWriter problems;

    BearerFilter(Credentials credentials, ProblemWriter problems) {
        this.credentials = credentials;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = tokenIn(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (token != null) {
            try {
                credentials.callerOf(token, request.getRequestURI()).ifPresent(caller -> {
                    var context = SecurityContextHolder.createEmptyContext();
                    context.setAuthentication(caller);
                    SecurityContextHolder.setContext(context);
                });
            } catch (UnavailableException e) {
                LOG.warn("credential not checked path={} cause={}", request.getRequestURI(), e.getMessage());
                problems.write(ProblemKind.UNAVAILABLE, "try again later", request, response);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private static @Nullable String tokenIn(@Nullable String header) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return null;
        }
        return header.substring(SCHEME.length()).trim();
    }
}
