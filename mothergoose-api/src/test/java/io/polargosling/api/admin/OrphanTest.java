package io.polargosling.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.RunningApi;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.OrphanBook;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrphanTest {

    private static final String CONFIRM = "/admin/orphans/confirm";

    private final RunningApi api = RunningApi.get();
    private final OrphanBook book = new OrphanBook(api.storage().findings());
    private final RunnerId orphan = RunnerId.random(RandomGenerator.getDefault());

    @BeforeEach
    void mark() {
        book.mark(CloudResource.local(orphan, "pid-1"), Instant.parse("2026-03-01T12:00:00Z"));
    }

    @AfterEach
    void forget() {
        book.forget(orphan);
    }

    @Test
    void orphans_marked_areListed() {
        var reply = api.admin().get("/admin/orphans");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("items")).singleElement().satisfies(item -> {
            assertThat(item.path("id").asString()).isEqualTo(orphan.value());
            assertThat(item.path("machine").asString()).isEqualTo("local pid-1");
            assertThat(item.path("since").asString()).isEqualTo("2026-03-01T12:00:00Z");
            assertThat(item.path("confirmed").asBoolean()).isFalse();
        });
    }

    @Test
    void confirm_marked_isWrittenAndOnRecord() {
        var reply = api.admin().post(CONFIRM, "{\"ids\":[\"" + orphan + "\"]}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(marked().confirmed()).isTrue();
        assertThat(api.storage()
                        .audit()
                        .ofResource("orphans", PageRequest.first(5))
                        .items())
                .first()
                .satisfies(entry -> {
                    assertThat(entry.action()).isEqualTo("orphans.confirm");
                    assertThat(entry.details()).containsEntry("ids", orphan.value());
                });
        var operation = api.admin().get(reply.json().path("status_url").asString());
        assertThat(operation.json().path("status").asString()).isEqualTo("succeeded");
    }

    @Test
    void confirm_oneIsNoOrphan_isRefusedWhole() {
        var reply = api.admin().post(CONFIRM, "{\"ids\":[\"" + orphan + "\",\"zzzzzzzzzzzz\"]}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text()).contains("zzzzzzzzzzzz").doesNotContain("\"" + orphan);
        assertThat(marked().confirmed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"ids\":[]}", "{\"ids\":[\"../x\"]}", "{\"ids\":[null]}"})
    void confirm_noIds_is422(String body) {
        assertThat(api.admin().post(CONFIRM, body).status()).isEqualTo(422);
    }

    private OrphanBook.Orphan marked() {
        return Optional.ofNullable(book.marked().get(orphan)).orElseThrow();
    }
}
