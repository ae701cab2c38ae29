package io.polargosling.storage.jdbc.ydbdouble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.ydb.proto.StatusCodesProtos.StatusIds.StatusCode;

/** Carries out one statement in one transaction. */
record Execution(Database database, Transaction transaction, Arguments arguments) {

    private static final long MAX_ROW = 8L << 20;
    private static final long MAX_KEY = 1L << 20;

    Result run(Yql statement) {
        return switch (statement) {
            case Yql.Select select -> select(select);
            case Yql.Count count -> count(count);
            case Yql.Values values -> values(values);
            case Yql.Put put -> put(put);
            case Yql.Update update -> update(update);
            case Yql.Delete delete -> delete(delete);
            case Yql.CreateTable _, Yql.AddColumns _, Yql.AddIndex _, Yql.DropTable _ ->
                throw YdbError.refused("a change of the schema inside a transaction");
        };
    }

    private Result select(Yql.Select select) {
        var table = database.table(select.table());
        var shape = table.shape();
        var access = Access.of(shape, select.view(), select.where());
        boolean limited = select.limit().isPresent();
        if (limited && !access.isPoint()) {
            access.checkOrder(select.order());
        }
        access.checkNoFullScan(limited && select.where().isEmpty());
        var items = select.columns().isEmpty() ? all(shape) : select.columns();
        items.forEach(item -> checkType(shape, item.expression()));
        select.order().forEach(order -> shape.column(order.column()));
        Stream<Fields> rows = matching(table, access, select.where()).stream().sorted(order(access, select.order()));
        var limit = select.limit().map(this::limit);
        var found = limit.map(rows::limit).orElse(rows).toList();
        return result(shape, items, found);
    }

    private static List<Yql.Item> all(Shape shape) {
        return shape.columns().keySet().stream()
                .map(name -> new Yql.Item(new Expression.Column(name), name))
                .toList();
    }

    private long limit(Expression limit) {
        if (limit instanceof Expression.Parameter(String name)
                && arguments.one(name).type() != ColumnType.UINT64) {
            throw YdbError.refused("LIMIT of type " + arguments.one(name).type() + " (expected: Uint64)");
        }
        return new Evaluation(arguments, Fields.NONE).value(limit) instanceof Long number ? number : 0;
    }

    private static Comparator<Fields> order(Access access, List<Yql.Order> order) {
        // What no ORDER BY says is left to chance by YDB; here it is the reverse of the key, which is never right.
        var comparator = access.key().stream()
                .map(column -> byColumn(column).reversed())
                .reduce(Comparator::thenComparing)
                .orElseThrow();
        for (var by : order.reversed()) {
            var first = byColumn(by.column());
            comparator = (by.descending() ? first.reversed() : first).thenComparing(comparator);
        }
        return comparator;
    }

    private static Comparator<Fields> byColumn(String column) {
        return (left, right) -> Cell.compare(left.get(column), right.get(column));
    }

    private Result count(Yql.Count count) {
        var table = database.table(count.table());
        var access = Access.of(table.shape(), count.view(), count.where());
        access.checkNoFullScan(false);
        long number = matching(table, access, count.where()).size();
        return new Result(List.of(new Shape.Column(count.name(), ColumnType.UINT64, true)), List.of(List.of(number)));
    }

    private Result values(Yql.Values values) {
        var types = new Types(Optional.empty(), arguments);
        var columns = new ArrayList<Shape.Column>();
        var row = new ArrayList<@Nullable Object>();
        for (var item : values.items()) {
            var type = types.of(item.expression());
            columns.add(new Shape.Column(item.name(), type == null ? ColumnType.TEXT : type, type != null));
            row.add(new Evaluation(arguments, Fields.NONE).value(item.expression()));
        }
        return new Result(columns, List.of(row));
    }

    private Result result(Shape shape, List<Yql.Item> items, List<Fields> rows) {
        var types = new Types(Optional.of(shape), arguments);
        var columns = new ArrayList<Shape.Column>();
        for (var item : items) {
            boolean notNull = item.expression() instanceof Expression.Column(String name)
                    && shape.column(name).notNull();
            var type = types.of(item.expression());
            columns.add(new Shape.Column(item.name(), type == null ? ColumnType.TEXT : type, notNull));
        }
        var values = new ArrayList<List<@Nullable Object>>();
        for (var row : rows) {
            var cells = new ArrayList<@Nullable Object>();
            items.forEach(item -> cells.add(new Evaluation(arguments, row).value(item.expression())));
            values.add(cells);
        }
        return new Result(columns, values);
    }

    private List<Fields> matching(Table table, Access access, Optional<Expression> where) {
        where.ifPresent(condition -> checkType(table.shape(), condition));
        var rows = transaction.read(table, access, arguments);
        return rows.stream()
                .filter(row -> where.map(new Evaluation(arguments, row)::isTrue).orElse(true))
                .toList();
    }

    private void checkType(Shape shape, Expression expression) {
        var _ = new Types(Optional.of(shape), arguments).of(expression);
    }

    private Result put(Yql.Put put) {
        var table = database.table(put.table());
        var shape = table.shape();
        checkNotNull(shape, put.columns());
        put.rows().forEach(values -> put(put.mode(), table, rowOf(shape, put.columns(), values)));
        return Result.NONE;
    }

    private Fields rowOf(Shape shape, List<String> columns, List<Expression> values) {
        var row = Fields.NONE;
        for (int i = 0; i < columns.size(); i++) {
            var column = shape.column(columns.get(i));
            row = row.with(column.name(), stored(shape, column, values.get(i), Fields.NONE));
        }
        return row;
    }

    private void put(Yql.Put.Mode mode, Table table, Fields row) {
        switch (mode) {
            case INSERT -> {
                checkNotThere(table, row);
                write(table, row);
            }
            case UPSERT -> write(table, onTop(row, transaction.current(table, table.keyOf(row))));
            case REPLACE -> write(table, row);
        }
    }

    private void checkNotThere(Table table, Fields row) {
        var key = table.shape().key();
        if (!transaction
                .read(table, pointOf(table.shape(), row.key(key)), arguments)
                .isEmpty()) {
            throw YdbError.of(StatusCode.PRECONDITION_FAILED, "Conflict with existing key.");
        }
    }

    private static Fields onTop(Fields named, Optional<Fields> before) {
        var row = before.orElse(Fields.NONE);
        for (var column : named.values().keySet()) {
            row = row.with(column, named.get(column));
        }
        return row;
    }

    private static void checkNotNull(Shape shape, List<String> named) {
        shape.columns().values().stream()
                .filter(column -> column.notNull() || shape.key().contains(column.name()))
                .filter(column -> !named.contains(column.name()))
                .findFirst()
                .ifPresent(column -> {
                    throw YdbError.refused("Missing not null column in input: " + column.name()
                            + ". All not null columns should be initialized");
                });
    }

    private static Access pointOf(Shape shape, PrimaryKey key) {
        var range = new ArrayList<Expression>();
        for (int i = 0; i < key.values().size(); i++) {
            var column = shape.column(shape.key().get(i));
            range.add(new Expression.Binary(
                    "=",
                    new Expression.Column(column.name()),
                    new Expression.Literal(new Cell(column.type(), key.values().get(i)))));
        }
        return new Access(shape.key(), range, shape.key(), true);
    }

    private Result update(Yql.Update update) {
        var table = database.table(update.table());
        var shape = table.shape();
        if (update.assignments().keySet().stream().anyMatch(shape.key()::contains)) {
            throw YdbError.refused("Cannot update primary key column");
        }
        var access = Access.of(shape, Optional.empty(), Optional.of(update.where()));
        access.checkNoFullScan(false);
        update.assignments().forEach((column, value) -> checkStored(shape, shape.column(column), value));
        for (var before : matching(table, access, Optional.of(update.where()))) {
            var row = before;
            for (var assignment : update.assignments().entrySet()) {
                var column = shape.column(assignment.getKey());
                row = row.with(column.name(), stored(shape, column, assignment.getValue(), before));
            }
            write(table, row);
        }
        return Result.NONE;
    }

    private Result delete(Yql.Delete delete) {
        var table = database.table(delete.table());
        var access = Access.of(table.shape(), Optional.empty(), Optional.of(delete.where()));
        access.checkNoFullScan(false);
        for (var row : matching(table, access, Optional.of(delete.where()))) {
            transaction.write(table, table.keyOf(row), Optional.empty());
        }
        return Result.NONE;
    }

    private void checkStored(Shape shape, Shape.Column column, Expression value) {
        new Types(Optional.of(shape), arguments).checkStored(column, value);
    }

    private @Nullable Object stored(Shape shape, Shape.Column column, Expression expression, Fields row) {
        checkStored(shape, column, expression);
        var value = new Evaluation(arguments, row).value(expression);
        if (value == null && column.notNull()) {
            throw YdbError.of(StatusCode.BAD_REQUEST, "Tried to insert NULL value into NOT NULL column: " + column);
        }
        return value;
    }

    private void write(Table table, Fields row) {
        var key = table.keyOf(row);
        long keySize = key.values().stream().mapToLong(Cell::size).sum();
        if (keySize > MAX_KEY || row.size() > MAX_ROW) {
            throw YdbError.of(
                    StatusCode.PRECONDITION_FAILED,
                    "a row of " + row.size() + " bytes with a key of " + keySize + " (at most " + MAX_ROW + " and "
                            + MAX_KEY + ")");
        }
        transaction.write(table, key, Optional.of(row));
    }
}
