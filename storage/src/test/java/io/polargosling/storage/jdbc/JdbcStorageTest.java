package io.polargosling.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.testkit.gen.Samples;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcStorageTest {

    private static Operation operation() {
        return Operation.queued(UUID.randomUUID(), "sync", "test", Samples.NOW);
    }

    @Test
    void open_otherDatabase_isInvalidAndShowsNoPassword() {
        assertThatThrownBy(() -> JdbcStorage.open("jdbc:oracle://u:quay@host/x"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("jdbc:oracle:")
                .hasMessageNotContaining("quay");
    }

    @Test
    void embedded_pathWithSemicolon_isInvalid() {
        assertThatThrownBy(() -> JdbcStorage.embedded(Path.of("/tmp/a;INIT=x"))).isInstanceOf(InvalidException.class);
    }

    @Test
    void embedded_pathWithBlanksAndLetters_isReopened(@TempDir Path folder) {
        var data = folder.resolve("данные гуся");
        var operation = operation();
        try (var storage = JdbcStorage.embedded(data)) {
            storage.operations().save(operation);
        }
        try (var storage = JdbcStorage.embedded(data)) {
            assertThat(storage.operations().find(operation.id())).contains(operation);
        }
    }

    @Test
    void embedded_fileInUse_isUnavailableUntilItIsClosed(@TempDir Path data) {
        try (var second = JdbcStorage.embedded(data)) {
            try (var first = JdbcStorage.embedded(data)) {
                first.check();
                assertThatThrownBy(second::check).isInstanceOf(UnavailableException.class);
            }
            second.check();
        }
    }

    @Test
    void check_firstMigrationCutShort_finishesIt(@TempDir Path data) throws Exception {
        try (var storage = JdbcStorage.embedded(data)) {
            storage.check();
        }
        try (var connection = DriverManager.getConnection("jdbc:h2:file:" + data.resolve("store"));
                var statement = connection.createStatement()) {
            // What a kill in the middle of the script leaves: some tables, and no word that it is done.
            statement.execute("DROP TABLE runners");
            statement.execute("DROP INDEX egg_configs_dirty");
            statement.execute("DELETE FROM \"flyway_schema_history\"");
        }
        try (var storage = JdbcStorage.embedded(data)) {
            assertThat(storage.runners().due(Samples.NOW, 1)).isEmpty();
        }
    }

    @Test
    void harden_fileAndMemory_getWhatEachNeeds() {
        assertThat(new H2Dialect().harden("jdbc:h2:file:/x"))
                .contains(";WRITE_DELAY=0", ";DB_CLOSE_ON_EXIT=FALSE", ";OPTIMIZE_REUSE_RESULTS=0");
        assertThat(new H2Dialect().harden("jdbc:h2:mem:x;db_close_delay=0")).doesNotContain("DB_CLOSE_DELAY=-1");
    }

    @Test
    void everyUse_afterClose_isUnavailable(@TempDir Path data) {
        var storage = JdbcStorage.embedded(data);
        storage.check();
        storage.close();

        assertThatThrownBy(storage::check).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> storage.operations().save(operation())).isInstanceOf(UnavailableException.class);
        storage.close();
    }

    @Test
    void save_interruptedThreads_leaveTheStoreWorking(@TempDir Path data) throws Exception {
        try (var storage = JdbcStorage.embedded(data)) {
            storage.check();
            for (int i = 0; i < 20; i++) {
                var writer = Thread.ofPlatform().start(() -> {
                    Thread.currentThread().interrupt();
                    try {
                        storage.operations().save(operation());
                    } catch (UnavailableException e) {
                        assertThat(e).hasMessageContaining("operation");
                    }
                });
                writer.join();
                var after = operation();
                storage.operations().save(after);
                assertThat(storage.operations().find(after.id())).contains(after);
            }
        }
    }
}
