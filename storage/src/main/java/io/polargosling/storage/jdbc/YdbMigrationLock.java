package io.polargosling.storage.jdbc;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What Flyway's YDB support leaves behind when a process dies under it: its lock is a row without an end, which all
 * later starts would wait for in vain, and a script that was cut short counts as failed until someone intervenes. Our
 * scripts may run twice, so both are simply removed.
 */
final class YdbMigrationLock {

    private static final Logger LOG = LoggerFactory.getLogger(YdbMigrationLock.class);

    private static final String HISTORY = "flyway_schema_history";
    /** Judged by the server's clock, which also wrote the time; making all tables takes seconds. */
    private static final String STALE = "SELECT installed_rank FROM " + HISTORY
            + " WHERE installed_rank = -100 AND installed_on < CurrentUtcDatetime() - Interval(\"PT5M\")";

    private static final String FAILED =
            "SELECT installed_rank FROM " + HISTORY + " WHERE installed_rank >= 0 AND success = FALSE";
    private static final String DELETE = "DELETE FROM " + HISTORY + " WHERE installed_rank = ?";

    private YdbMigrationLock() {}

    static void clear(DataSource pool) throws SQLException {
        if (!isThere(pool)) {
            return;
        }
        var client = JdbcClient.create(pool);
        for (var ranks : List.of(STALE, FAILED)) {
            for (int rank : client.sql(ranks).query(Integer.class).list()) {
                LOG.warn("removing what a dead process left in the schema history rank={}", rank);
                int _ = client.sql(DELETE).param(rank).update();
            }
        }
    }

    private static boolean isThere(DataSource pool) throws SQLException {
        try (var connection = pool.getConnection();
                var tables = connection.getMetaData().getTables(null, null, HISTORY, new String[] {"TABLE"})) {
            return tables.next();
        }
    }
}
