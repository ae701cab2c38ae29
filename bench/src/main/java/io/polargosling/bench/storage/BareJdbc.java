package io.polargosling.bench.storage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The least a transition can cost on a SQL database: one update, one insert, one commit, on a connection of its own. */
final class BareJdbc {

    private static final String TEXT = "x".repeat(400);

    private BareJdbc() {}

    static void createTables(String url) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE bare_runner (id INT PRIMARY KEY, body VARCHAR(1000), version BIGINT)");
            statement.execute("CREATE TABLE bare_audit (thread INT, number BIGINT, body VARCHAR(1000),"
                    + " PRIMARY KEY (thread, number))");
        }
    }

    static Load.Operation operation(String url, int thread) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        try (var insert = connection.prepareStatement("INSERT INTO bare_runner VALUES (?, ?, 0)")) {
            insert.setInt(1, thread);
            insert.setString(2, TEXT);
            insert.execute();
        }
        connection.commit();
        var update = connection.prepareStatement(
                "UPDATE bare_runner SET body = ?, version = ? WHERE id = ? AND version = ?");
        var insert = connection.prepareStatement("INSERT INTO bare_audit VALUES (?, ?, ?)");
        var version = new long[1];
        return () -> {
            update.setString(1, TEXT);
            update.setLong(2, version[0] + 1);
            update.setInt(3, thread);
            update.setLong(4, version[0]);
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("the row has another version");
            }
            version[0]++;
            insert.setInt(1, thread);
            insert.setLong(2, version[0]);
            insert.setString(3, TEXT);
            insert.executeUpdate();
            connection.commit();
        };
    }
}
