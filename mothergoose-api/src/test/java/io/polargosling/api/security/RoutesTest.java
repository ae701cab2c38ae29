package io.polargosling.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.ApiClient;
import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.token.Role;
import io.polargosling.domain.token.TokenHash;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class RoutesTest {

    private final RunningApi api = RunningApi.get();

    @Test
    void handlers_all_areListedWithTheirAccess() {
        var handled = new TreeSet<String>();
        api.bean(RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> {
                    for (String pattern : mapping.getPatternValues()) {
                        mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> handled.add(method + " " + pattern));
                    }
                });

        var listed = Routes.all().stream()
                // Answered before any handler is looked for.
                .filter(route -> !route.pattern().equals("/webhooks/gitlab"))
                .map(route -> route.method() + " " + route.pattern())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(handled).isEqualTo(listed);
    }

    static Stream<Routes.Route> guarded() {
        return Routes.all().stream()
                .filter(route ->
                        route.access() != Access.OPEN && !route.pattern().equals("/webhooks/gitlab"));
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void route_noCredential_isUnauthenticated(Routes.Route route) {
        var reply = call(api.anonymous(), route);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("unauthenticated");
        assertThat(reply.header("WWW-Authenticate")).isPresent();
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void route_wrongCredential_isUnauthenticated(Routes.Route route) {
        assertThat(call(api.anonymous().with(TokenHash.newToken()), route).status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void route_expiredToken_isUnauthenticated(Routes.Route route) {
        String expired = Fixtures.token(Role.ADMIN, Instant.now().minusSeconds(1));

        assertThat(call(api.anonymous().with(expired), route).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /",
                "GET /error",
                "GET /actuator",
                "GET /metrics",
                "GET /eggs/",
                "DELETE /eggs/web",
                "POST /eggs",
                "PUT /runners",
                "HEAD /eggs",
                "GET /webhooks/gitlab",
                "GET /internal/sync-git",
                "POST /internal/tick",
                "GET /runners/abcdefghijkl/enroll"
            })
    void route_notListed_isDenied(String route) {
        String[] parts = route.split(" ");

        var reply = api.anonymous().send(parts[0], parts[1], HttpRequest.BodyPublishers.noBody());

        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void path_unknown_isNotFoundForWhoHasACredential() {
        var reply = api.admin().get("/no/such/thing");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.problem()).isEqualTo("not-found");
    }

    @Test
    void method_notOffered_isForbidden() {
        assertThat(api.admin()
                        .send("DELETE", "/eggs", HttpRequest.BodyPublishers.noBody())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void viewer_readsButIsNoMachine() {
        var viewer =
                api.anonymous().with(Fixtures.token(Role.VIEWER, Instant.now().plus(Duration.ofHours(1))));

        assertThat(viewer.get("/eggs").status()).isEqualTo(200);
        assertThat(viewer.post("/runners/abcdefghijkl/heartbeat", "{}").status())
                .isEqualTo(403);
    }

    @Test
    void machine_anotherRunnersPath_isUnauthenticated() {
        var egg = Fixtures.egg("machine");
        String token = TokenHash.newToken();
        Fixtures.runner(egg, RunnerKind.VM, token);
        var other = Fixtures.runner(egg, RunnerKind.VM, TokenHash.newToken());

        assertThat(api.anonymous()
                        .with(token)
                        .post("/runners/" + other.id() + "/enroll", "{}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void machine_operatorsPath_isUnauthenticated() {
        String token = TokenHash.newToken();
        var runner = Fixtures.runner(Fixtures.egg("machine"), RunnerKind.VM, token);

        assertThat(api.anonymous().with(token).get("/runners/" + runner.id()).status())
                .isEqualTo(401);
    }

    private static ApiClient.Reply call(ApiClient client, Routes.Route route) {
        String path = route.pattern()
                .replace("{name}", "web")
                .replace("{egg}", "web")
                .replace("{id}", "abcdefghijkl")
                .replace("{binary}", "opentofu");
        return "POST".equals(route.method().name())
                ? client.post(path, "{}")
                : client.send(route.method().name(), path, HttpRequest.BodyPublishers.noBody());
    }
}
