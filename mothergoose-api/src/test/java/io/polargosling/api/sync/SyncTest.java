package io.polargosling.api.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.domain.sync.SyncRequest;
import io.polargosling.domain.token.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncTest {

    private final RunningApi api = RunningApi.get();

    @Test
    void sync_recorded_isListedAndFoundWithItsFindings() {
        var finding = new Finding(
                Severity.ERROR,
                "duplicate-target",
                new Place("Eggs/web/config.fly", 3, 5),
                "egg/web",
                "two eggs serve project 7",
                Optional.of("remove one"));
        var sync = new SyncRecord(
                UUID.randomUUID(),
                Optional.of(Fixtures.COMMIT),
                "push",
                new SyncRecord.Outcome(SyncRecord.Status.PARTIAL, 1, 2, 3, new SyncRecord.Synced(40, 5, true)),
                List.of(finding),
                Optional.empty(),
                new SyncRecord.Timing(Instant.now(), Duration.ofMillis(42)));
        api.storage().syncs().record(sync, Optional.empty(), Fixtures.fence());

        var listed = api.admin().get("/sync").json().path("items").path(0);
        var found = api.admin().get("/sync/" + sync.id()).json();

        assertThat(listed).isEqualTo(found);
        assertThat(found.path("status").asString()).isEqualTo("partial");
        assertThat(found.path("changes_detected").path("removed").asInt()).isEqualTo(3);
        assertThat(found.path("eggs_synced").asInt()).isEqualTo(40);
        assertThat(found.path("jobs_synced").asInt()).isEqualTo(5);
        assertThat(found.path("uf_config_synced").asBoolean()).isTrue();
        assertThat(found.path("findings").path(0).path("file").asString()).isEqualTo("Eggs/web/config.fly");
        assertThat(found.path("findings").path(0).path("severity").asString()).isEqualTo("error");
        assertThat(found.path("duration_ms").asLong()).isEqualTo(42);
    }

    @Test
    void sync_unknown_isNotFound() {
        assertThat(api.admin().get("/sync/" + UUID.randomUUID()).status()).isEqualTo(404);
    }

    @Test
    void sync_asked_queuesAnOperationOfTheCaller() {
        var reply = api.admin()
                .post(
                        "/sync",
                        "{\"commit\":\"" + Fixtures.COMMIT.value() + "\",\"force\":true,\"allow_mass_removal\":true}");

        assertThat(reply.status()).isEqualTo(202);
        var operation = UUID.fromString(reply.json().path("operation_id").asString());
        assertThat(reply.header("Location")).contains("/operations/" + operation);
        api.awaitCommand(new Command.SyncNest(
                "api", new SyncRequest(Optional.of(Fixtures.COMMIT), true, true), Optional.of(operation)));
        var body = api.admin().get("/operations/" + operation).json();
        assertThat(body.path("type").asString()).isEqualTo("sync");
        assertThat(body.path("actor").asString()).isNotEmpty();
    }

    @Test
    void sync_askedWithoutWishes_isAsUsual() {
        for (String body : new String[] {"{}", "", "{\"commit\":null,\"force\":false}"}) {
            var reply = api.admin().post("/sync", body);

            assertThat(reply.status()).isEqualTo(202);
            var operation = UUID.fromString(reply.json().path("operation_id").asString());
            api.awaitCommand(new Command.SyncNest("api", SyncRequest.usual(), Optional.of(operation)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"commit\":\"0123\"}|/commit",
                "{\"commit\":\"0123456789ABCDEF0123456789abcdef01234567\"}|/commit",
                "{\"force\":\"maybe\"}|/force",
                "{\"branch\":\"x\"}|/branch"
            })
    void sync_askedWrongly_isInvalid(String body, String pointer) {
        var reply = api.admin().post("/sync", body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo(pointer);
    }

    @Test
    void sync_queueDown_isUnavailable() {
        api.faults().queueIsDown(true);
        try {
            assertThat(api.admin().post("/sync", "{}").status()).isEqualTo(503);
        } finally {
            api.faults().queueIsDown(false);
        }
    }

    @Test
    void sync_askedByAViewer_isForbidden() {
        var viewer =
                api.anonymous().with(Fixtures.token(Role.VIEWER, Instant.now().plus(Duration.ofHours(1))));

        assertThat(viewer.post("/sync", "{}").status()).isEqualTo(403);
    }
}
