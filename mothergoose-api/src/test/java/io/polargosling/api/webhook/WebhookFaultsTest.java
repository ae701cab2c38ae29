package io.polargosling.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.ApiClient;
import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.token.TokenHash;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookFaultsTest {

    private final RunningApi api = RunningApi.get();

    @AfterEach
    void repair() {
        api.faults().queueIsDown(false);
        api.faults().deliveriesAreDown(false);
    }

    private ApiClient.Reply post(byte[] body, String token, String id) {
        return api.anonymous().post(Hooks.PATH, body, Hooks.headers(token, id));
    }

    private static String status(ApiClient.Reply reply) {
        assertThat(reply.status()).isEqualTo(202);
        return reply.json().path("status").asString();
    }

    @Test
    void queue_down_isUnavailableAndTheSameDeliveryIsTakenLater() {
        var egg = Fixtures.egg("queue-down");
        var body = Hooks.push(egg.projectId());
        api.faults().queueIsDown(true);

        var down = post(body, egg.webhookSecret(), "q");

        assertThat(down.status()).isEqualTo(503);
        assertThat(down.problem()).isEqualTo("unavailable");
        assertThat(down.header("Retry-After")).isPresent();
        api.faults().queueIsDown(false);
        assertThat(status(post(body, egg.webhookSecret(), "q"))).isEqualTo("queued");
        api.awaitCommand(Hooks.refresh(egg));
    }

    @Test
    void database_down_isUnavailableAndTheSameDeliveryIsTakenLater() {
        var egg = Fixtures.egg("store-down");
        var body = Hooks.push(egg.projectId());
        api.faults().deliveriesAreDown(true);

        var down = post(body, egg.webhookSecret(), "d");

        assertThat(down.status()).isEqualTo(503);
        assertThat(down.header("Retry-After")).isPresent();
        api.faults().deliveriesAreDown(false);
        assertThat(status(post(body, egg.webhookSecret(), "d"))).isEqualTo("queued");
    }

    @Test
    void delivery_hundredTimesAtOnce_hasOneEffect() throws Exception {
        var egg = Fixtures.egg("hundred");
        var body = Hooks.push(egg.projectId());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> one = () -> status(post(body, egg.webhookSecret(), "once"));
            for (var answer : threads.invokeAll(Collections.nCopies(100, one))) {
                assertThat(answer.get()).isIn("queued", "duplicate");
            }
        }
        // Sent after the hundred, so it arrives when they have.
        var other = Fixtures.egg("hundred");
        post(Hooks.push(other.projectId()), other.webhookSecret(), "after");
        api.awaitCommand(Hooks.refresh(other));
        api.awaitCommand(Hooks.refresh(egg));

        assertThat(api.times(Hooks.refresh(egg))).isEqualTo(1);
    }

    @Test
    void refusals_moreThanTwentyAMinute_areToldToSlowDownButAValidSecretIsServed() {
        var egg = Fixtures.egg("limited");
        var body = Hooks.push(egg.projectId());
        String address = "limited-" + UUID.randomUUID();
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < 22; i++) {
            statuses.add(from(address, body, "wrong").status());
        }

        assertThat(statuses.subList(0, Refusals.PER_MINUTE)).containsOnly(403);
        assertThat(statuses.subList(Refusals.PER_MINUTE, 22)).containsOnly(429);
        assertThat(from(address, body, "wrong").header("Retry-After")).isPresent();
        assertThat(from(address, body, egg.webhookSecret()).status()).isEqualTo(202);
        // The last entry counts: what stands before it is anybody's word.
        assertThat(from("1.2.3.4, " + address, body, "wrong").status()).isEqualTo(429);
        assertThat(from("other-" + address, body, "wrong").status()).isEqualTo(403);
    }

    private ApiClient.Reply from(String address, byte[] body, String token) {
        return api.anonymous()
                .post(
                        Hooks.PATH,
                        body,
                        "X-Gitlab-Instance",
                        "https://" + Fixtures.SERVER,
                        "X-Gitlab-Token",
                        token,
                        "X-Forwarded-For",
                        address);
    }

    @Test
    void rotation_oldAndNewSecretBothWork() {
        var egg = Fixtures.egg("rotated");
        String fresh = TokenHash.newToken();
        api.secrets().write(SecretUri.of("local://gitlab/" + egg.name() + "/webhook-secret"), SecretValue.of(fresh));

        assertThat(status(post(Hooks.push(egg.projectId()), egg.webhookSecret(), "old")))
                .isEqualTo("queued");
        assertThat(status(post(Hooks.push(egg.projectId()), fresh, "new"))).isEqualTo("queued");
        assertThat(post(Hooks.push(egg.projectId()), TokenHash.newToken(), "none")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void event_ofAGroupsProject_isForTheGroupsEggAndAChangeOfTheGroupAsksForAnotherLook() {
        long group = 700_001;
        var scope = new TargetScope.Group(group);
        var egg = Fixtures.egg("grouped", Fixtures.SERVER, scope, RunnerKind.VM, true);
        api.storage().targets().savePath(new TargetId(Fixtures.SERVER, scope, egg.name()), "Orchard-7/tools");
        byte[] job =
                body("{\"object_kind\":\"build\",\"build_id\":5,\"build_status\":\"pending\",\"project_id\":700777,"
                        + "\"project\":{\"id\":700777,\"path_with_namespace\":\"orchard-7/Tools/deep/press\"}}");
        byte[] created = body("{\"event_name\":\"project_create\",\"project_id\":700778,"
                + "\"path_with_namespace\":\"orchard-7/tools/new\"}");
        byte[] elsewhere = body("{\"event_name\":\"project_create\",\"project_id\":700779,"
                + "\"path_with_namespace\":\"orchard-7/toolshed/new\"}");

        // A group that is new is known within seconds.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> post(job, egg.webhookSecret(), UUID.randomUUID().toString())
                                .status()
                        == 202);
        assertThat(status(post(created, egg.webhookSecret(), "created"))).isEqualTo("queued");
        assertThat(post(elsewhere, egg.webhookSecret(), "elsewhere").status()).isEqualTo(403);

        api.awaitCommand(new Command.RefreshDemand(egg.name(), Fixtures.SERVER, 700_777));
        api.awaitCommand(new Command.ReconcileGitLab(egg.name()));
    }

    private static byte[] body(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void client_thatGoesAwayInTheMiddle_disturbsNobody() throws Exception {
        var egg = Fixtures.egg("gone");
        URI base = api.base();
        var open = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 20; i++) {
                var socket = new Socket(base.getHost(), base.getPort());
                open.add(socket);
                socket.getOutputStream()
                        .write(body("POST " + Hooks.PATH + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 2000000\r\n\r\n{\"object_kind\":\"push\""));
            }
            assertThat(status(post(Hooks.push(egg.projectId()), egg.webhookSecret(), "meanwhile")))
                    .isEqualTo("queued");
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
        assertThat(status(post(Hooks.push(egg.projectId()), egg.webhookSecret(), "after")))
                .isEqualTo("queued");
    }

    @Test
    void manyAtOnce_ofManyEggs_areAllTakenInFewSends() throws Exception {
        var eggs = List.of(Fixtures.egg("many"), Fixtures.egg("many"), Fixtures.egg("many"));
        int before = api.faults().sends();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<String>>();
            for (int i = 0; i < 150; i++) {
                var egg = eggs.get(i % eggs.size());
                String id = "m" + i;
                calls.add(() -> status(post(Hooks.push(egg.projectId()), egg.webhookSecret(), id)));
            }
            for (var answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).isEqualTo("queued");
            }
        }

        assertThat(api.faults().sends() - before)
                .as("hints of one group are merged")
                .isLessThan(150);
        eggs.forEach(egg -> api.awaitCommand(Hooks.refresh(egg)));
    }
}
