package io.polargosling.storage.jdbc.ydbdouble;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks an expression's types before anything is evaluated, since YDB converts nothing by itself. */
record Types(Optional<Shape> shape, Arguments arguments) {

    /** The type of the expression; null for a bare NULL. */
    @Nullable
    ColumnType of(Expression expression) {
        return switch (expression) {
            case Expression.Column(String name) -> column(name).type();
            case Expression.Parameter(String name) -> typed(name, arguments.one(name));
            case Expression.Literal(Cell cell) -> cell.type();
            case Expression.Binary binary -> binary(binary);
            case Expression.And(var parts) -> bool(parts);
            case Expression.Or(var parts) -> bool(parts);
            case Expression.Not(var part) -> bool(List.of(part));
            case Expression.IsNull(var part) -> {
                var _ = of(part);
                yield ColumnType.BOOL;
            }
            case Expression.Same(var left, var right) -> compared(left, right);
            case Expression.In in -> in(in);
            case Expression.Now(String function, var _) ->
                function.equals("CurrentUtcDatetime") ? ColumnType.DATETIME : ColumnType.TIMESTAMP;
        };
    }

    /** Refuses a value that the column does not store as it is. */
    void checkStored(Shape.Column column, Expression value) {
        var type = of(value);
        if (type == null && column.notNull()) {
            throw YdbError.refused("NULL for " + column.name() + ", which is NOT NULL");
        }
        if (type != null && !column.type().stores(type)) {
            throw YdbError.refused("storing " + type.yql() + " into column " + column.name() + " of type "
                    + column.type().yql());
        }
    }

    private Shape.Column column(String name) {
        return shape.orElseThrow(() -> YdbError.refused("column " + name + " without a table"))
                .column(name);
    }

    private static ColumnType typed(String name, Cell cell) {
        if (cell.type() == null) {
            throw YdbError.refused("parameter " + name + " is a NULL without a type (Void)");
        }
        return cell.type();
    }

    private @Nullable ColumnType binary(Expression.Binary binary) {
        return switch (binary.operator()) {
            case "+", "-" -> {
                var left = of(binary.left());
                var right = of(binary.right());
                if (left == null || right == null || !left.isInteger() || !right.isInteger()) {
                    throw YdbError.refused("adding what are no integers");
                }
                yield left == ColumnType.INT32 ? right : left;
            }
            default -> compared(binary.left(), binary.right());
        };
    }

    private ColumnType compared(Expression left, Expression right) {
        var one = of(left);
        var other = of(right);
        if (one != null && other != null && !one.comparesWith(other)) {
            throw YdbError.refused("comparing " + one.yql() + " with " + other.yql());
        }
        return ColumnType.BOOL;
    }

    private ColumnType in(Expression.In in) {
        var type = of(in.part());
        for (var value : in.values()) {
            if (value instanceof Expression.Parameter(String name)) {
                arguments.list(name).forEach(cell -> checkMember(type, typed(name, cell)));
            } else {
                checkMember(type, of(value));
            }
        }
        return ColumnType.BOOL;
    }

    private static void checkMember(@Nullable ColumnType type, @Nullable ColumnType member) {
        if (type == null || member == null || !type.comparesWith(member)) {
            throw YdbError.refused("comparing " + type + " with a list of " + member);
        }
    }

    private ColumnType bool(Iterable<Expression> parts) {
        for (var part : parts) {
            if (of(part) != ColumnType.BOOL) {
                throw YdbError.refused("a condition that is no Bool");
            }
        }
        return ColumnType.BOOL;
    }
}
