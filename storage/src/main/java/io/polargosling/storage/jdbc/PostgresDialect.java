package io.polargosling.storage.jdbc;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.springframework.core.NestedExceptionUtils;

/** PostgreSQL. */
final class PostgresDialect extends Dialect {

    /** A serialisation failure, a deadlock, and a row that stayed locked for too long. */
    private static final Set<String> IN_THE_WAY = Set.of("40001", "40P01", "55P03");

    @Override
    String migrations() {
        return "classpath:db/migration/postgresql";
    }

    @Override
    Map<String, String> properties() {
        return Map.of(
                "ApplicationName",
                "gosling",
                "tcpKeepAlive",
                "true",
                "connectTimeout",
                "10",
                // Longer than any statement of ours takes; a server that vanished without a word is noticed by it.
                "socketTimeout",
                "60",
                // A process that is stopped in the middle of a transaction must not keep a lease's row for ever.
                "options",
                "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s");
    }

    @Override
    Failure failure(RuntimeException e) {
        return NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException cause
                        && cause.getSQLState() != null
                        && IN_THE_WAY.contains(cause.getSQLState())
                ? Failure.IN_THE_WAY
                : super.failure(e);
    }
}
