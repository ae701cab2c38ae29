package io.polargosling.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.contract.Faults;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database whose connections break before a write, before a commit or after one, where a suite says so. */
final class FaultyDatabase {

    private FaultyDatabase() {}

    static Storage open(String url, Faults faults) {
        return JdbcStorage.over(new Connections(() -> url, 4, pool -> new Source(pool, faults)));
    }

    private static final class Source extends DelegatingDataSource {

        private final HikariDataSource pool;
        private final Faults faults;

        Source(HikariDataSource pool, Faults faults) {
            super(pool);
            this.pool = pool;
            this.faults = faults;
        }

        @Override
        public Connection getConnection() throws SQLException {
            var real = pool.getConnection();
            return around(Connection.class, real, (method, call) -> {
                if (!method.equals("commit")) {
                    var result = call.run();
                    return result instanceof PreparedStatement statement ? statement(statement, real) : result;
                }
                strike(real);
                var nothing = call.run();
                // The commit has arrived; its acknowledgement does not.
                strike(real);
                return nothing;
            });
        }

        private PreparedStatement statement(PreparedStatement statement, Connection connection) {
            return around(PreparedStatement.class, statement, (method, call) -> {
                if (method.equals("executeUpdate")) {
                    strike(connection);
                }
                return call.run();
            });
        }

        private void strike(Connection connection) throws SQLException {
            if (faults.strikes()) {
                pool.evictConnection(connection);
                connection.unwrap(Connection.class).close();
                throw new SQLNonTransientConnectionException("cut by the test", "08006");
            }
        }
    }

    private interface Call {
        @Nullable
        Object run() throws Throwable;
    }

    private interface Around {
        @Nullable
        Object run(String method, Call call) throws Throwable;
    }

    private static <T> T around(Class<T> type, T real, Around around) {
        InvocationHandler handler = (_, method, arguments) -> around.run(method.getName(), () -> {
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        });
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
