package io.polargosling.api.security;

import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Every route there is, with what it asks of its caller; what is not here is denied. */
public final class Routes {

    private static final List<Route> ALL = List.of(
            new Route(HttpMethod.GET, "/health", Access.OPEN),
            new Route(HttpMethod.GET, "/health/live", Access.OPEN),
            new Route(HttpMethod.GET, "/health/ready", Access.OPEN),
            new Route(HttpMethod.GET, "/eggs", Access.VIEWER),
            new Route(HttpMethod.GET, "/eggs/{name}", Access.VIEWER),
            new Route(HttpMethod.GET, "/eggs/{name}/status", Access.VIEWER),
            new Route(HttpMethod.GET, "/eggs/{name}/revisions", Access.VIEWER),
            new Route(HttpMethod.GET, "/eggs/{name}/preview", Access.VIEWER),
            new Route(HttpMethod.GET, "/eggs/{name}/plans", Access.VIEWER),
            new Route(HttpMethod.GET, "/eggs/{name}/plans/{id}", Access.VIEWER),
            new Route(HttpMethod.POST, "/eggs/{name}/deploy", Access.OPERATOR),
            new Route(HttpMethod.POST, "/eggs/{name}/rollback", Access.OPERATOR),
            new Route(HttpMethod.GET, "/runners", Access.VIEWER),
            new Route(HttpMethod.POST, "/runners", Access.OPERATOR),
            new Route(HttpMethod.GET, "/runners/{id}", Access.VIEWER),
            new Route(HttpMethod.DELETE, "/runners/{id}", Access.OPERATOR),
            new Route(HttpMethod.GET, "/runners/egg/{egg}", Access.VIEWER),
            new Route(HttpMethod.GET, "/why", Access.VIEWER),
            new Route(HttpMethod.POST, "/runners/{id}/enroll", Access.ENROLMENT),
            new Route(HttpMethod.GET, "/runners/{id}/config", Access.RUNNER),
            new Route(HttpMethod.POST, "/runners/{id}/heartbeat", Access.RUNNER),
            new Route(HttpMethod.GET, "/jobs", Access.VIEWER),
            new Route(HttpMethod.GET, "/jobs/{name}", Access.VIEWER),
            new Route(HttpMethod.GET, "/jobs/{name}/runs", Access.VIEWER),
            new Route(HttpMethod.POST, "/jobs/{name}/trigger", Access.OPERATOR),
            new Route(HttpMethod.POST, "/sync", Access.OPERATOR),
            new Route(HttpMethod.GET, "/sync", Access.VIEWER),
            new Route(HttpMethod.GET, "/sync/{id}", Access.VIEWER),
            new Route(HttpMethod.GET, "/operations/{id}", Access.VIEWER),
            new Route(HttpMethod.GET, "/admin/binaries", Access.ADMIN),
            new Route(HttpMethod.GET, "/admin/binaries/{binary}/versions", Access.ADMIN),
            new Route(HttpMethod.GET, "/admin/binaries/{binary}/active", Access.ADMIN),
            new Route(HttpMethod.POST, "/admin/binaries/upload", Access.ADMIN),
            new Route(HttpMethod.POST, "/admin/binaries/{binary}/activate", Access.ADMIN),
            new Route(HttpMethod.POST, "/admin/binaries/{binary}/rollback", Access.ADMIN),
            new Route(HttpMethod.GET, "/admin/dead-letters", Access.ADMIN),
            new Route(HttpMethod.POST, "/admin/dead-letters/redrive", Access.ADMIN),
            new Route(HttpMethod.POST, "/admin/dead-letters/purge", Access.ADMIN),
            new Route(HttpMethod.GET, "/admin/orphans", Access.ADMIN),
            new Route(HttpMethod.POST, "/admin/orphans/confirm", Access.ADMIN),
            new Route(HttpMethod.POST, "/webhooks/gitlab", Access.PROVEN_BY_ENDPOINT),
            new Route(HttpMethod.GET, "/webhooks/deliveries", Access.OPERATOR),
            new Route(HttpMethod.POST, "/internal/sync-git", Access.PROVEN_BY_ENDPOINT));

    private static final List<PathPattern> PATTERNS = ALL.stream()
            .map(route -> PathPatternParser.defaultInstance.parse(route.pattern()))
            .toList();

    private Routes() {}

    /** One route. */
    public record Route(HttpMethod method, String pattern, Access access) {}

    /** All of them. */
    public static List<Route> all() {
        return ALL;
    }

    /** True when something is offered under {@code path}, whatever the method. */
    static boolean isKnown(String path) {
        var container = PathContainer.parsePath(path);
        return PATTERNS.stream().anyMatch(pattern -> pattern.matches(container));
    }
}
