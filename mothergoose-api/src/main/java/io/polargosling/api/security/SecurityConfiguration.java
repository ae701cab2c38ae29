package io.polargosling.api.security;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.api.problem.ProblemWriter;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** Bearer tokens, no sessions, and a denial for all that {@link Routes} does not name. */
@Configuration(proxyBeanMethods = false)
public final class SecurityConfiguration {

    private static final long MAX_UPLOAD = 300L * 1024 * 1024;

    @Bean
    SecurityFilterChain apiSecurity(HttpSecurity http, Storage storage, ApiClock clock, ProblemWriter problems)
            throws Exception {
        var bearer = new BearerFilter(new Credentials(storage, clock), problems);
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(bearer, AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(SecurityConfiguration::authorize)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(unauthenticated(problems))
                        .accessDeniedHandler(denied(problems)))
                .build();
    }

    /** Spring Boot would make a user with a password, and log it, if there were no such bean. */
    @Bean
    AuthenticationManager apiAuthenticationManager() {
        return presented -> {
            throw new BadCredentialsException("only bearer tokens are accepted");
        };
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> apiBodyLimitFilter(Settings settings, ProblemWriter problems) {
        long others = settings.api().maxBody().toBytes();
        // Webhooks have a limit of their own and do not come through here.
        var filter = new BodyLimitFilter(path -> "/admin/binaries/upload".equals(path) ? MAX_UPLOAD : others, problems);
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    private static void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
        for (var route : Routes.all()) {
            var matched = requests.requestMatchers(
                    PathPatternRequestMatcher.withDefaults().matcher(route.method(), route.pattern()));
            switch (route.access()) {
                case OPEN, PROVEN_BY_ENDPOINT -> matched.permitAll();
                case VIEWER, OPERATOR, ADMIN, ENROLMENT, RUNNER ->
                    matched.hasAuthority(route.access().authority());
            }
        }
        requests.anyRequest().denyAll();
    }

    private static AuthenticationEntryPoint unauthenticated(ProblemWriter problems) {
        return (request, response, cause) ->
                problems.write(ProblemKind.UNAUTHENTICATED, "send Authorization: Bearer TOKEN", request, response);
    }

    private static AccessDeniedHandler denied(ProblemWriter problems) {
        return (request, response, cause) -> {
            if (Routes.isKnown(request.getRequestURI())) {
                problems.write(ProblemKind.FORBIDDEN, "this needs another role", request, response);
            } else {
                problems.write(ProblemKind.NOT_FOUND, "nothing is offered under this path", request, response);
            }
        };
    }
}
