package io.polargosling.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.Samples;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class MigrationTest {

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

    @Test
    void open_tablesOfTheFirstRelease_keepsWhatIsInThem() throws SQLException {
        Flyway.configure()
                .dataSource(url, "", "")
                .locations("classpath:db/migration/h2")
                .target("1")
                .load()
                .migrate();
        insertEgg();

        try (var storage = JdbcStorage.open(url)) {
            var egg = storage.eggs().find(EggName.of("web")).orElseThrow();
            var id = new TargetId(Samples.SERVER, new TargetScope.Project(4711), egg.name());
            var target = storage.targets().find(id);

            assertThat(egg.config()).isEqualTo(Samples.eggConfig("web"));
            assertThat(storage.eggs().dirty(5)).containsExactly(egg.name());
            assertThat(target).map(Target::hook).contains(TargetHook.none());
            assertThat(storage.targets().ofEgg(egg.name(), PageRequest.first(5)).items())
                    .containsExactly(target.orElseThrow());
            assertThat(storage.targets()
                            .polledBefore(Samples.NOW, PageRequest.first(5))
                            .items())
                    .containsExactly(target.orElseThrow());
            assertThat(storage.eggs().projectTargets(Samples.SERVER, 4711)).hasSize(1);
        }
    }

    private void insertEgg() throws SQLException {
        var time = "TIMESTAMP WITH TIME ZONE '2026-03-01 12:00:00.123456+00:00'";
        try (var connection = DriverManager.getConnection(url)) {
            try (var revision = connection.prepareStatement("INSERT INTO egg_revisions VALUES ('web', 1, ?, 'hash', '"
                    + Samples.COMMIT + "', " + time + ", 1)")) {
                // There were only eggs, so no configuration said that it is one.
                revision.setString(1, Json.write(Samples.eggConfig("web")).replace("\"kind\":\"egg\",", ""));
                revision.executeUpdate();
            }
            try (var statement = connection.createStatement()) {
                statement.execute("INSERT INTO egg_configs (name, revision, state, stale_config, generation,"
                        + " generation_seen, synced_at, created_at, updated_at, row_version) VALUES ('web', 1, 'active',"
                        + " FALSE, 2, 1, " + time + ", " + time + ", " + time + ", 1)");
                statement.execute("INSERT INTO egg_targets VALUES ('" + Samples.SERVER
                        + "', 'project', 4711, 'web', 'local://gitlab/webhook-web', 1)");
            }
        }
    }
}
