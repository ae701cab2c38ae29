package io.polargosling.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.jdbc.JdbcStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldLeaseTest {

    private static final String KEY = "egg:web";

    @TempDir
    private Path folder;

    private Storage storage;

    @BeforeEach
    void open() {
        storage = JdbcStorage.embedded(folder);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void requireFresh_renewedInTime_isSilent() {
        var leases = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(3));
        try (var held = new HeldLease(leases.tryTake(KEY).orElseThrow(), leases)) {
            await().until(() -> storage.leases().find(KEY).orElseThrow().renewals() >= 1);

            assertThatCode(held::requireFresh).doesNotThrowAnyException();
        }
    }

    @Test
    void requireFresh_anotherTookIt_refuses() {
        var leases = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(1));
        try (var held = new HeldLease(leases.tryTake(KEY).orElseThrow(), leases)) {
            // Again when a renewal came between.
            await().until(() -> storage.leases()
                    .take(KEY, "elsewhere:1:1", storage.leases().find(KEY), Instant.now())
                    .isPresent());

            await().untilAsserted(() -> assertThatThrownBy(held::requireFresh).isInstanceOf(ConflictException.class));
        }
    }

    @Test
    void requireFresh_storeIsAwayForTwoThirdsOfALife_refusesBeforeAnotherMayTakeIt() {
        var leases = Leases.ofThisProcess(storage.leases(), Duration.ofMillis(900));
        try (var held = new HeldLease(leases.tryTake(KEY).orElseThrow(), leases)) {
            storage.close();

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThatThrownBy(held::requireFresh)
                            .isInstanceOf(ConflictException.class)
                            .hasMessageContaining(KEY));
        }
    }

    @Test
    void close_afterwards_renewsNoMoreAndFreesNothing() {
        var leases = Leases.ofThisProcess(storage.leases(), Duration.ofMillis(300));
        var held = new HeldLease(leases.tryTake(KEY).orElseThrow(), leases);
        await().until(() -> storage.leases().find(KEY).orElseThrow().renewals() >= 1);

        held.close();

        await().during(Duration.ofMillis(400)).atMost(Duration.ofSeconds(5)).until(this::isUnchangedForAWhile);
        assertThat(storage.leases().find(KEY).orElseThrow().owner()).isPresent();
    }

    private long lastSeen = -1;

    private boolean isUnchangedForAWhile() {
        long now = storage.leases().find(KEY).orElseThrow().renewals();
        boolean same = now == lastSeen;
        lastSeen = now;
        return same;
    }
}
