package io.polargosling.api.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.ApiClient;
import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.token.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import tools.jackson.databind.JsonNode;

class DeadLetterTest {

    private static final String PATH = "/admin/dead-letters";

    private final RunningApi api = RunningApi.get();

    @Test
    void deadLetters_given_areListedByPagesWithoutTheirText() {
        var one = give("low", command(EggName.of("listed-1")));
        var two = give("low", command(EggName.of("listed-2")));
        var poison = give("low", "{\"type\":\"password\",\"key\":\"hunter2\"}");

        var first = api.admin().get(PATH + "?queue=low&limit=2");
        var second = api.admin()
                .get(PATH + "?queue=low&limit=2&cursor="
                        + first.json().path("next_cursor").asString());

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.text() + second.text()).doesNotContain("hunter2", "password");
        var items = new ArrayList<JsonNode>();
        first.json().path("items").forEach(items::add);
        second.json().path("items").forEach(items::add);
        assertThat(items)
                .extracting(item -> item.path("id").asString())
                .containsExactlyInAnyOrder(one, two, poison);
        assertThat(second.json().path("next_cursor").isNull()).isTrue();
        assertThat(items).filteredOn(item -> item.path("id").asString().equals(one)).singleElement().satisfies(item -> {
            assertThat(item.path("queue").asString()).isEqualTo("low");
            assertThat(item.path("type").asString()).isEqualTo("ReconcileEgg");
            assertThat(item.path("key").asString()).isEqualTo("listed-1");
            assertThat(item.path("received_count").asInt()).isPositive();
            assertThat(item.path("created_at").asString()).isEqualTo("2026-01-01T00:00:00Z");
            assertThat(item.path("reason").isNull()).isTrue();
        });
        assertThat(items).filteredOn(item -> item.path("id").asString().equals(poison)).singleElement().satisfies(
                item -> assertThat(item.path("reason").asString()).contains("version 0"));
        purge("low", List.of(one, two, poison));
        assertThat(api.admin().get(PATH + "?queue=low").json().path("items")).isEmpty();
    }

    @Test
    void deadLetters_redriven_arriveAndAreOnRecord() {
        var one = EggName.of("redriven-" + UUID.randomUUID());
        var two = EggName.of("redriven-" + UUID.randomUUID());
        var id = give("high", command(one));
        give("high", command(two));

        var reply = api.admin().post(PATH + "/redrive", "{\"queue\":\"high\",\"ids\":[\"" + id + "\"]}");

        assertMoved(reply, 1);
        api.awaitCommand(new Command.ReconcileEgg(one));
        assertThat(api.times(new Command.ReconcileEgg(two))).isZero();
        assertThat(audited("queue/high")).anySatisfy(entry -> {
            assertThat(entry.action()).isEqualTo("dead-letters.redrive");
            assertThat(entry.details())
                    .containsEntry("ids", id)
                    .containsEntry("operation", reply.json().path("operation_id").asString());
        });
        assertMoved(api.admin().post(PATH + "/redrive", "{\"queue\":\"high\"}"), 1);
        api.awaitCommand(new Command.ReconcileEgg(two));
    }

    @Test
    void deadLetters_idsUnknown_failTheOperationAndSaysWhich() {
        var reply = api.admin().post(PATH + "/purge", "{\"queue\":\"default\",\"ids\":[\"none-such\"]}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("status").asString()).isEqualTo("failed");
        assertThat(reply.json().path("missing").path(0).asString()).isEqualTo("none-such");
        var operation = api.admin().get(reply.json().path("status_url").asString()).json();
        assertThat(operation.path("status").asString()).isEqualTo("failed");
        assertThat(operation.path("problem").asString()).contains("1 of the ids");
        assertThat(audited("queue/default")).extracting(AuditEntry::action).contains("dead-letters.purge");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/redrive|{}|/queue",
                "/redrive|{\"queue\":\"HIGH\"}|/queue",
                "/redrive|{\"queue\":\"high\",\"ids\":[]}|/ids",
                "/redrive|{\"queue\":\"high\",\"ids\":[null]}|/ids",
                "/redrive|{\"queue\":\"high\",\"all\":true}|/all",
                "/purge|{\"queue\":\"high\"}|/ids",
                "/purge|{\"queue\":\"high\",\"ids\":[\"\"]}|/ids"
            })
    void request_wrong_isInvalid(String path, String body, String pointer) {
        var reply = api.admin().post(PATH + path, body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource({"'',?queue", "?queue=none,?queue", "?queue=low&limit=0,?limit"})
    void list_askedWrongly_isInvalid(String query, String pointer) {
        var reply = api.admin().get(PATH + query);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo(pointer);
    }

    @Test
    void list_cursorOfNoList_isInvalid() {
        assertThat(api.admin().get(PATH + "?queue=low&cursor=x").status()).isEqualTo(422);
    }

    @Test
    void operator_anyOfThem_isForbidden() {
        var operator =
                api.anonymous().with(Fixtures.token(Role.OPERATOR, Instant.now().plus(Duration.ofHours(1))));

        assertThat(operator.get(PATH + "?queue=low").status()).isEqualTo(403);
        assertThat(operator.post(PATH + "/redrive", "{\"queue\":\"low\"}").status()).isEqualTo(403);
        assertThat(operator.post(PATH + "/purge", "{\"queue\":\"low\",\"ids\":[\"x\"]}").status())
                .isEqualTo(403);
    }

    private List<AuditEntry> audited(String resource) {
        return api.storage().audit().ofResource(resource, PageRequest.first(50)).items();
    }

    private static void assertMoved(ApiClient.Reply reply, int count) {
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("status").asString()).isEqualTo("succeeded");
        assertThat(reply.json().path("moved").asInt()).isEqualTo(count);
        assertThat(reply.json().path("missing")).isEmpty();
    }

    private void purge(String queue, List<String> ids) {
        assertMoved(
                api.admin()
                        .post(
                                PATH + "/purge",
                                "{\"queue\":\"" + queue + "\",\"ids\":[\"" + String.join("\",\"", ids) + "\"]}"),
                ids.size());
    }

    private static String command(EggName egg) {
        return "{\"v\":1,\"id\":\"x\",\"type\":\"ReconcileEgg\",\"key\":\"" + egg + "\",\"args\":{\"egg\":\"" + egg
                + "\"},\"created_at\":\"2026-01-01T00:00:00Z\",\"attempt\":5}";
    }

    /** Puts a text among the dead letters of a queue; its id there. */
    private String give(String queue, String text) {
        var client = api.bean(SqsAsyncClient.class);
        var url = client.getQueueUrl(r -> r.queueName("mothergoose-" + queue + "-dlq"))
                .join()
                .queueUrl();
        return client.sendMessage(r -> r.queueUrl(url).messageBody(text)).join().messageId();
    }
}
