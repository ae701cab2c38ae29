package io.polargosling.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.gen.Samples;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class EggStatusCostTest {

    private final List<String> statements = new ArrayList<>();
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=0";
    private final Storage storage = JdbcStorage.over(new Connections(() -> url, 2, Counted::new));

    private final class Counted extends DelegatingDataSource {

        Counted(HikariDataSource pool) {
            super(pool);
        }

        @Override
        public Connection getConnection() throws SQLException {
            var real = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")) {
                            statements.add((String) arguments[0]);
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getTargetException();
                        }
                    });
        }
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void of_anyNumberOfRunners_takesThreeStatements() {
        var egg = EggName.of("web");
        var sync = storage.leases()
                .take("nest-sync", "me", storage.leases().find("nest-sync"), Samples.NOW)
                .orElseThrow()
                .fence();
        storage.eggs()
                .apply(
                        Samples.eggConfig("web"),
                        Samples.hash('a'),
                        Samples.COMMIT,
                        Samples.NOW,
                        Samples.audit("egg/web"),
                        sync);
        var random = new Random(3);
        for (int i = 0; i < 50; i++) {
            storage.runners().reserve(List.of(Samples.runner(egg, random)), SlotLimits.of(100), List.of(), sync);
            storage.plans().save(Samples.plan(egg, Samples.NOW.plusSeconds(i)), sync);
        }
        statements.clear();

        var status = storage.statuses().of(egg).orElseThrow();

        assertThat(status.runners()).hasSize(50);
        assertThat(status.plans()).hasSize(20);
        assertThat(statements).hasSize(3).allMatch(text -> text.startsWith("SELECT"));
    }
}
