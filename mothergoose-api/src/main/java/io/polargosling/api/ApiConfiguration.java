package io.polargosling.api;

import io.polargosling.api.http.HttpConfiguration;
import io.polargosling.api.problem.ProblemConfiguration;
import io.polargosling.api.security.SecurityConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The whole API. Import it into an application with Spring Boot's auto-configuration, which brings the settings, the
 * storage, the queue, the secrets and GitLab.
 */
@Configuration(proxyBeanMethods = false)
@Import({HttpConfiguration.class, ProblemConfiguration.class, SecurityConfiguration.class})
public final class ApiConfiguration {}
