package io.polargosling.storage.jdbc.ydbdouble;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.ydb.proto.StatusCodesProtos.StatusIds.StatusCode;

/** One database: its tables, and the commits that decide whether a later one may still be made. */
final class Database {

    private final Map<String, Table> tables = new HashMap<>();
    private final List<List<Change>> commits = new ArrayList<>();

    /** A row before and after a commit; empty where there was or is none. */
    record Change(String table, Optional<Fields> before, Optional<Fields> after) {}

    synchronized Transaction begin(boolean readOnly) {
        return new Transaction(commits.size(), readOnly);
    }

    /** Makes the writes of the transaction, unless another one has changed since what it read. */
    synchronized void commit(Transaction transaction) {
        if (!transaction.hasWrites()) {
            return;
        }
        for (var changes : commits.subList((int) transaction.begin(), commits.size())) {
            if (transaction.isBrokenBy(changes)) {
                throw YdbError.of(StatusCode.ABORTED, "Transaction locks invalidated.");
            }
        }
        long number = commits.size() + 1L;
        var changes = new ArrayList<Change>();
        transaction.writes().forEach((name, writes) -> {
            var table = table(name);
            writes.forEach((key, write) -> {
                changes.add(new Change(name, table.asOf(key, number), write));
                table.put(number, key, write);
            });
        });
        commits.add(changes);
    }

    synchronized Result execute(Transaction transaction, Yql statement, Arguments arguments) {
        return new Execution(this, transaction, arguments).run(statement);
    }

    synchronized void change(Yql statement) {
        switch (statement) {
            case Yql.CreateTable(Shape shape, boolean ifNotExists) -> create(shape, ifNotExists);
            case Yql.AddColumns(String name, var columns) -> addColumns(table(name), columns);
            case Yql.AddIndex(String name, Shape.Index index) -> {
                var changed = table(name).shape().with(index);
                changed.check();
                table(name).reshape(changed);
            }
            case Yql.DropTable(String name) -> {
                var _ = table(name);
                tables.remove(name);
            }
            default -> throw new IllegalStateException("no change of the schema: " + statement);
        }
    }

    /** Removes all rows but those of {@code kept}, as if nothing had ever been written. */
    synchronized void empty(String kept) {
        tables.forEach((name, table) -> {
            if (!name.equals(kept)) {
                table.empty();
            }
        });
    }

    synchronized Optional<Shape> shape(String name) {
        return Optional.ofNullable(tables.get(name)).map(Table::shape);
    }

    synchronized List<String> tableNames() {
        return tables.keySet().stream().sorted().toList();
    }

    Table table(String name) {
        var table = tables.get(name);
        if (table == null) {
            throw YdbError.of(StatusCode.SCHEME_ERROR, "Cannot find table " + name);
        }
        return table;
    }

    private void create(Shape shape, boolean ifNotExists) {
        if (tables.putIfAbsent(shape.name(), new Table(shape)) != null && !ifNotExists) {
            throw YdbError.of(StatusCode.SCHEME_ERROR, "path exist, request accepts it: " + shape.name());
        }
    }

    private static void addColumns(Table table, List<Shape.Column> columns) {
        for (var column : columns) {
            if (table.shape().columns().containsKey(column.name())) {
                throw YdbError.refused("column " + column.name() + " is there already");
            }
            if (column.notNull()) {
                throw YdbError.refused("adding column " + column.name() + " as NOT NULL: old rows have no value");
            }
        }
        table.reshape(table.shape().with(columns));
    }
}
