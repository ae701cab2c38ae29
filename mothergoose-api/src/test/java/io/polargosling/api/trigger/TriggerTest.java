package io.polargosling.api.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.ApiClient;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.sync.SyncRequest;
import io.polargosling.domain.token.TokenHash;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerTest {

    private static final String PATH = "/internal/sync-git";

    private final RunningApi api = RunningApi.get();
    private final String token = api.secret("local://gosling/trigger-token");

    @Test
    void syncGit_tokenInHeader_queuesAnOperation() {
        var reply = api.anonymous().post(PATH, "{\"source\":\"eventbridge\"}", "X-Trigger-Auth", token);

        var operation = assertQueued(reply);
        api.awaitCommand(new Command.SyncNest("eventbridge", SyncRequest.usual(), Optional.of(operation)));
    }

    @Test
    void syncGit_tokenInTimerEnvelope_queuesAnOperation() {
        var reply = api.anonymous().post(PATH, envelope(token));

        var operation = assertQueued(reply);
        api.awaitCommand(new Command.SyncNest("timer", SyncRequest.usual(), Optional.of(operation)));
    }

    @Test
    void syncGit_noBody_isTakenToo() {
        assertQueued(api.anonymous().post(PATH, "", "X-Trigger-Auth", token));
    }

    @Test
    void syncGit_queued_canBeAskedAbout() {
        var id = assertQueued(api.anonymous().post(PATH, "", "X-Trigger-Auth", token));

        var body = api.admin().get("/operations/" + id).json();

        assertThat(body.path("type").asString()).isEqualTo("sync");
        assertThat(body.path("status").asString()).isEqualTo("queued");
        assertThat(body.path("finished_at").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"messages\":[]}", "nonsense", "[[[", "{\"messages\":[{\"details\":7}]}"})
    void syncGit_noToken_isUnauthenticatedWhateverTheBody(String body) {
        assertThat(api.anonymous().post(PATH, body).status()).isEqualTo(401);
    }

    @Test
    void syncGit_wrongToken_isUnauthenticated() {
        String wrong = TokenHash.newToken();

        assertThat(api.anonymous().post(PATH, "{}", "X-Trigger-Auth", wrong).status())
                .isEqualTo(401);
        assertThat(api.anonymous().post(PATH, envelope(wrong)).status()).isEqualTo(401);
        assertThat(api.admin().post(PATH, "{}").status()).isEqualTo(401);
    }

    @Test
    void syncGit_provenButMalformed_isRefused() {
        assertThat(api.anonymous().post(PATH, "{", "X-Trigger-Auth", token).status())
                .isEqualTo(400);
        assertThat(api.anonymous()
                        .post(PATH, "{\"sauce\":\"x\"}", "X-Trigger-Auth", token)
                        .status())
                .isEqualTo(422);
        assertThat(api.anonymous()
                        .post(PATH, "{\"source\":\"a b\"}", "X-Trigger-Auth", token)
                        .status())
                .isEqualTo(422);
    }

    @Test
    void operation_unknown_isNotFound() {
        assertThat(api.admin().get("/operations/" + UUID.randomUUID()).status()).isEqualTo(404);
    }

    private static UUID assertQueued(ApiClient.Reply reply) {
        assertThat(reply.status()).isEqualTo(202);
        var body = reply.json();
        assertThat(body.path("status").asString()).isEqualTo("queued");
        assertThat(body.path("status_url").asString())
                .isEqualTo("/operations/" + body.path("operation_id").asString());
        return UUID.fromString(body.path("operation_id").asString());
    }

    private static String envelope(String token) {
        return """
                {"messages":[{"event_metadata":{"event_id":"a1"},"details":{"trigger_id":"t1","payload":"%s"}}]}""".formatted(token);
    }
}
