package io.polargosling.storage.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** How the table is found, made and recognised. */
class DynamoDbStorageTest {

    @Test
    void open_noTableAndNotAllowedToMakeOne_isUnavailableUntilSomebodyMadeIt() {
        var options = LocalDynamoDb.newTable();
        var forbidden = new DynamoDbStorage.Options(options.prefix(), 4, false, options.endpoint());

        try (var storage = DynamoDbStorage.open(forbidden);
                var other = DynamoDbStorage.open(options)) {
            assertThatThrownBy(storage::check)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining(options.prefix() + "gosling");
            other.check();
            storage.check();
        }
    }

    @Test
    void open_severalProcessesAtOnce_makeOneTable() throws Exception {
        var options = LocalDynamoDb.newTable();
        try (var pool = Executors.newFixedThreadPool(4)) {
            var opening = new ArrayList<Callable<String>>();
            for (int i = 0; i < 4; i++) {
                opening.add(() -> {
                    try (var storage = DynamoDbStorage.open(options)) {
                        storage.check();
                        return "opened";
                    }
                });
            }
            for (var opened : pool.invokeAll(opening)) {
                assertThat(opened.get()).isEqualTo("opened");
            }
        }
        try (var client = Clients.configured(options).build()) {
            var ttl = client.describeTimeToLive(r -> r.tableName(options.table()));
            assertThat(ttl.timeToLiveDescription().timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
        }
    }

    @Test
    void open_itemsOfANewerProgram_isRefused() {
        var options = LocalDynamoDb.newTable();
        try (var storage = DynamoDbStorage.open(options);
                var client = Clients.configured(options).build()) {
            storage.check();
            var newer = Item.at(Schema.ROW).with("version", Value.number(Schema.VERSION + 1));
            client.putItem(r -> r.tableName(options.table()).item(newer.attributes()));
        }
        try (var storage = DynamoDbStorage.open(options)) {
            assertThatThrownBy(storage::check)
                    .isInstanceOf(InternalException.class)
                    .hasMessageContaining("form 2");
        }
    }

    @Test
    void check_tableVanishes_isUnavailableAndThenMadeAnew() {
        var options = LocalDynamoDb.newTable();
        try (var storage = DynamoDbStorage.open(options);
                var client = Clients.configured(options).build()) {
            storage.check();
            client.deleteTable(r -> r.tableName(options.table()));

            assertThatThrownBy(storage::check).isInstanceOf(UnavailableException.class);
            storage.check();
        }
    }

    @Test
    void open_nobodyListens_isUnavailable() {
        var nowhere = URI.create("http://127.0.0.1:" + LocalDynamoDb.freePort());

        try (var storage = DynamoDbStorage.open(new DynamoDbStorage.Options("", 1, true, Optional.of(nowhere)))) {
            assertThatThrownBy(() -> storage.eggs().dirty(1))
                    .isInstanceOf(UnavailableException.class)
                    .hasCauseInstanceOf(Exception.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1:8000",
                "https://dynamodb.example",
                "http://127.0.0.1.example:1",
                "localhost:8000"
            })
    void options_endpointElsewhere_isInvalid(String endpoint) {
        assertThatThrownBy(() -> new DynamoDbStorage.Options("", 1, true, Optional.of(URI.create(endpoint))))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("loopback");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ü", "a/b"})
    void options_prefixOfNoTable_isInvalid(String prefix) {
        assertThatThrownBy(() -> DynamoDbStorage.Options.of(prefix, 1)).isInstanceOf(InvalidException.class);
    }

    @Test
    void options_noOrTooManyConnections_areInvalid() {
        assertThatThrownBy(() -> DynamoDbStorage.Options.of("", 0)).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> DynamoDbStorage.Options.of("", 1001)).isInstanceOf(InvalidException.class);
    }
}
