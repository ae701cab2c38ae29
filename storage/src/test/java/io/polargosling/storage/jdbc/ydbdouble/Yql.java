package io.polargosling.storage.jdbc.ydbdouble;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The forms of statements that the double takes; any other is refused. */
sealed interface Yql {

    /**
     * Reads rows.
     *
     * @param columns what is returned; empty for all columns
     * @param view the index that is read through
     */
    record Select(
            List<Item> columns,
            String table,
            Optional<String> view,
            Optional<Expression> where,
            List<Order> order,
            Optional<Expression> limit)
            implements Yql {}

    /** Counts rows. */
    record Count(String name, String table, Optional<String> view, Optional<Expression> where) implements Yql {}

    /** Returns values without reading a table. */
    record Values(List<Item> items) implements Yql {}

    /** One value of a result. */
    record Item(Expression expression, String name) {}

    /** One column of an ORDER BY. */
    record Order(String column, boolean descending) {}

    /** Writes rows, each with a value for every column. */
    record Put(Mode mode, String table, List<String> columns, List<List<Expression>> rows) implements Yql {

        /** What becomes of a row that is there already. */
        enum Mode {
            /** The statement fails. */
            INSERT,
            /** The named columns change. */
            UPSERT,
            /** The whole row changes, columns that are not named become NULL. */
            REPLACE
        }
    }

    /** Changes rows. */
    record Update(String table, Map<String, Expression> assignments, Expression where) implements Yql {}

    /** Removes rows. */
    record Delete(String table, Expression where) implements Yql {}

    /** Makes a table. */
    record CreateTable(Shape shape, boolean ifNotExists) implements Yql {}

    /** Adds columns to a table. */
    record AddColumns(String table, List<Shape.Column> columns) implements Yql {}

    /** Adds an index to a table. */
    record AddIndex(String table, Shape.Index index) implements Yql {}

    /** Removes a table. */
    record DropTable(String table) implements Yql {}

    /** Whether the statement changes the schema. */
    static boolean isScheme(Yql statement) {
        return switch (statement) {
            case CreateTable _, AddColumns _, AddIndex _, DropTable _ -> true;
            case Select _, Count _, Values _, Put _, Update _, Delete _ -> false;
        };
    }
}
