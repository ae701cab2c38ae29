package io.polargosling.storage.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Statements in the words of a dialect, those of one transaction where there is one.
 *
 * <p>Nothing here tells how many rows a statement changed, because not every database does: who needs to know reads
 * under a lock first.
 */
record Session(JdbcClient client, Dialect dialect) {

    /** Rows of one statement: what all databases take. */
    private static final int MOST_AT_ONCE = 64;

    /** Makes a value of a row. */
    @FunctionalInterface
    interface Mapping<T> {
        T map(Cells row) throws SQLException;
    }

    <T> List<T> list(Select select, Mapping<T> mapping) {
        var statement = select.statement(dialect);
        return client.sql(statement.text())
                .params(statement.parameters())
                .query((row, _) -> mapping.map(new Cells(row, dialect)))
                .list();
    }

    /** The only row, or the first of several. */
    <T> Optional<T> find(Select select, Mapping<T> mapping) {
        return list(select, mapping).stream().findFirst();
    }

    /** What takes a row of an answer. */
    @FunctionalInterface
    interface Taking {
        void take(Cells row) throws SQLException;
    }

    /** Gives each row of the answer to {@code taking}. */
    void each(Statement statement, Taking taking) {
        client.sql(statement.text()).params(statement.parameters()).query((RowCallbackHandler)
                row -> taking.take(new Cells(row, dialect)));
    }

    /** Adds a row; that its key is taken fails the transaction, which is then begun again. */
    void insert(Row row) {
        run(row.insert(dialect));
    }

    /** As {@link #insert}, for rows of one table with values for the same columns. */
    void insertAll(List<Row> rows) {
        // Powers of two: databases keep parsed what they have seen before.
        for (int from = 0; from < rows.size(); ) {
            int count = Math.min(MOST_AT_ONCE, Integer.highestOneBit(rows.size() - from));
            run(Row.insert(dialect, rows.subList(from, from + count)));
            from += count;
        }
    }

    /** Changes a row of which the transaction knows that it exists. */
    void update(Row row) {
        run(row.update(dialect));
    }

    /** Changes a row if it exists; false when it does not. */
    boolean change(Row row) {
        boolean exists =
                find(row.locked(), cells -> cells.number(Table.VERSION)).isPresent();
        if (exists) {
            update(row);
        }
        return exists;
    }

    /** Writes a row, new or changed. */
    void save(Row row) {
        if (!change(row)) {
            insert(row);
        }
    }

    /** Deletes the row of this key, if there is one. */
    void delete(Row row) {
        run(row.delete(dialect));
    }

    private void run(Statement statement) {
        int _ = client.sql(statement.text()).params(statement.parameters()).update();
    }
}
