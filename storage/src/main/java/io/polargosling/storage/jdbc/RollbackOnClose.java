package io.polargosling.storage.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections that give up a transaction under way when they are closed. A driver may as well commit it: a pool that
 * is shut down, or that drops a connection after a time limit, would then make half of an atomic write last.
 */
final class RollbackOnClose extends DelegatingDataSource {

    private static final Logger LOG = LoggerFactory.getLogger(RollbackOnClose.class);

    RollbackOnClose(DataSource driver) {
        super(driver);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return guarded(super.getConnection());
    }

    private static Connection guarded(Connection real) {
        InvocationHandler handler = (_, method, arguments) -> {
            if (method.getName().equals("close")) {
                giveUp(real);
            }
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        };
        return (Connection)
                Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
    }

    private static void giveUp(Connection real) throws SQLException {
        if (real.isClosed() || real.getAutoCommit()) {
            return;
        }
        try {
            real.rollback();
        } catch (SQLException e) {
            // The driver has forgotten the transaction all the same, and the server ends it with the session.
            LOG.debug("closing a connection whose transaction could not be rolled back", e);
        }
    }
}
