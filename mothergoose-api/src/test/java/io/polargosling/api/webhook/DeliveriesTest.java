package io.polargosling.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.ApiClient;
import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.token.Role;
import io.polargosling.domain.token.TokenHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DeliveriesTest {

    private final RunningApi api = RunningApi.get();

    private ApiClient operator() {
        return api.anonymous().with(Fixtures.token(Role.OPERATOR, Instant.now().plus(Duration.ofHours(1))));
    }

    private ApiClient.Reply post(byte[] body, String token, String id) {
        return api.anonymous().post(Hooks.PATH, body, Hooks.headers(token, id));
    }

    private JsonNode list(String query) {
        var reply = operator().get("/webhooks/deliveries" + query);
        assertThat(reply.status()).isEqualTo(200);
        return reply.json();
    }

    private static List<String> texts(JsonNode page, String field) {
        var texts = new ArrayList<String>();
        page.path("items").forEach(item -> texts.add(item.path(field).asString()));
        return texts;
    }

    @Test
    void deliveries_ofAnEgg_areListedNewestFirstWithWhatBecameOfThem() {
        var egg = Fixtures.egg("listed");
        post(Hooks.push(egg.projectId()), egg.webhookSecret(), "first");
        post(
                Hooks.bytes(Hooks.sample("push", egg.projectId()).put("object_kind", "note")),
                egg.webhookSecret(),
                "second");
        post(Hooks.push(egg.projectId()), egg.webhookSecret(), "first");
        post(
                "{\"object_kind\":\"push\",\"project_id\":%d,"
                        .formatted(egg.projectId())
                        .getBytes(StandardCharsets.UTF_8),
                egg.webhookSecret(),
                "cut");

        var all = list("?egg=" + egg.name());

        assertThat(texts(all, "id")).containsExactly("cut#broken", "second", "first");
        assertThat(texts(all, "outcome")).containsExactly("broken", "ignored", "queued");
        assertThat(texts(all, "egg")).containsOnly(egg.name().value());
        assertThat(texts(all, "target")).containsOnly("egg/" + egg.name() + "/project/" + egg.projectId());
        assertThat(texts(all, "kind")).containsExactly("other", "other", "push");
        assertThat(all.path("next_cursor").isNull()).isTrue();
        assertThat(texts(list("?outcome=ignored&egg=" + egg.name()), "id")).containsExactly("second");
        assertThat(all.toString()).doesNotContain(egg.webhookSecret()).doesNotContain("Mira Holt");
    }

    @Test
    void deliveries_readByCursor_areEachThereOnce() {
        var egg = Fixtures.egg("paged");
        for (int i = 0; i < 5; i++) {
            post(Hooks.push(egg.projectId()), egg.webhookSecret(), "p" + i);
        }
        var found = new ArrayList<String>();
        String cursor = "";
        for (int page = 0; page < 5 && (page == 0 || !cursor.isEmpty()); page++) {
            var body = list("?limit=2&egg=" + egg.name() + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            found.addAll(texts(body, "id"));
            assertThat(body.path("refused").isNull()).isEqualTo(page > 0);
            cursor = body.path("next_cursor").asString("");
        }

        assertThat(found).containsExactly("p4", "p3", "p2", "p1", "p0");
    }

    @Test
    void deliveries_ofABucket_areThoseOfAllItsRepos() {
        var repos = Fixtures.bucket("bucketed", 2);
        for (var repo : repos) {
            post(Hooks.push(repo.projectId()), repo.webhookSecret(), "of-" + repo.projectId());
        }

        assertThat(texts(list("?limit=500&egg=" + repos.getFirst().name()), "id"))
                .containsExactly(
                        "of-" + repos.getLast().projectId(),
                        "of-" + repos.getFirst().projectId());
    }

    @Test
    void refused_areCountedByCauseAndTheNewestShownWithoutTheirContent() {
        var egg = Fixtures.egg("unbelieved");
        long before =
                list("").path("refused").path("counts").path("wrong_secret").asLong(0);
        String wrong = TokenHash.newToken();
        post(Hooks.push(egg.projectId()), wrong, UUID.randomUUID().toString());
        post(Hooks.push(987_654_321), wrong, UUID.randomUUID().toString());
        api.anonymous().post(Hooks.PATH, "{}");

        var refused = list("").path("refused");

        assertThat(refused.path("counts").path("wrong_secret").asLong()).isEqualTo(before + 1);
        assertThat(refused.path("latest").get(0).path("cause").asString()).isEqualTo("unreadable");
        assertThat(refused.path("latest").get(1).path("cause").asString()).isEqualTo("no_target");
        assertThat(refused.path("latest").get(2).path("cause").asString()).isEqualTo("wrong_secret");
        assertThat(refused.path("latest").get(2).path("kind").asString()).isEqualTo("push");
        assertThat(refused.path("latest").get(2).path("address").asString()).startsWith("test-");
        assertThat(refused.toString()).doesNotContain(wrong);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?outcome=nonsense", "?limit=0", "?cursor=%00"})
    void parameter_wrong_isInvalid(String query) {
        assertThat(operator().get("/webhooks/deliveries" + query).status()).isEqualTo(422);
    }

    @Test
    void viewer_isNoOperator() {
        var viewer =
                api.anonymous().with(Fixtures.token(Role.VIEWER, Instant.now().plus(Duration.ofHours(1))));

        assertThat(viewer.get("/webhooks/deliveries").status()).isEqualTo(403);
    }
}
