package io.polargosling.storage.jdbc.ydbdouble;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way to the rows of a statement: the range of the primary key, or of the index it names, that its condition
 * gives. YDB chooses no index by itself, and it would read a whole table or sort a whole range without a word; here
 * both are refused.
 *
 * @param range the conditions on the leading columns of the key; all rows where there is none
 * @param fixed the leading columns of the key that have one value
 */
record Access(List<String> key, List<Expression> range, List<String> fixed, boolean isPoint) {

    static Access of(Shape shape, Optional<String> view, Optional<Expression> where) {
        var key = shape.accessKey(view);
        var conditions = where.map(Access::parts).orElse(List.of());
        var range = new ArrayList<Expression>();
        var fixed = new ArrayList<String>();
        var listed = new HashSet<String>();
        for (var column : key) {
            var equal = conditions.stream().filter(part -> fixes(part, column)).toList();
            range.addAll(equal);
            if (equal.isEmpty()) {
                conditions.stream().filter(part -> bounds(part, column)).forEach(range::add);
                break;
            }
            if (equal.stream().anyMatch(Expression.In.class::isInstance)) {
                listed.add(column);
            }
            fixed.add(column);
        }
        boolean isPoint = new HashSet<>(fixed).containsAll(shape.key());
        fixed.removeAll(listed);
        return new Access(key, List.copyOf(range), List.copyOf(fixed), isPoint);
    }

    /** Refuses a read of all rows, unless it takes the first of them in the order they lie in. */
    void checkNoFullScan(boolean limitedInOrder) {
        if (range.isEmpty() && !limitedInOrder) {
            throw YdbError.refused(
                    "a full scan (expected: a condition on the first of " + key + ", or VIEW and an index)");
        }
    }

    /** Refuses an order with a limit that the key does not give, since all rows would have to be sorted first. */
    void checkOrder(List<Yql.Order> order) {
        if (order.isEmpty()) {
            throw YdbError.refused("LIMIT without ORDER BY: any rows would do");
        }
        if (order.stream().map(Yql.Order::descending).distinct().count() > 1) {
            throw YdbError.refused("LIMIT and an ORDER BY in two directions, which no key gives");
        }
        var wanted = order.stream()
                .map(Yql.Order::column)
                .filter(column -> !fixed.contains(column))
                .toList();
        var given = key.stream().filter(column -> !fixed.contains(column)).toList();
        if (wanted.size() > given.size() || !given.subList(0, wanted.size()).equals(wanted)) {
            throw YdbError.refused("LIMIT and ORDER BY " + wanted + ", while the key gives " + given);
        }
    }

    /** The only key that is read, where the condition gives a value for each of its columns. */
    Optional<PrimaryKey> only(List<String> primaryKey, Arguments arguments) {
        var evaluation = new Evaluation(arguments, Fields.NONE);
        var values = new ArrayList<@Nullable Object>();
        for (var column : primaryKey) {
            var value = range.stream()
                    .filter(part -> part instanceof Expression.Binary binary
                            && binary.operator().equals("=")
                            && isColumn(binary.left(), column))
                    .map(part -> ((Expression.Binary) part).right())
                    .findFirst();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(evaluation.value(value.get()));
        }
        return Optional.of(new PrimaryKey(values));
    }

    /** Whether the row lies in the range that is read. */
    boolean covers(Arguments arguments, Fields row) {
        var evaluation = new Evaluation(arguments, row);
        return range.stream().allMatch(evaluation::isTrue);
    }

    private static List<Expression> parts(Expression where) {
        return where instanceof Expression.And(var all)
                ? all.stream().flatMap(part -> parts(part).stream()).toList()
                : List.of(where);
    }

    private static boolean fixes(Expression part, String column) {
        return switch (part) {
            case Expression.Binary binary -> binary.operator().equals("=") && isAbout(binary, column);
            case Expression.In(var left, var _) -> isColumn(left, column);
            case Expression.IsNull(var left) -> isColumn(left, column);
            default -> false;
        };
    }

    private static boolean bounds(Expression part, String column) {
        return part instanceof Expression.Binary binary
                && Set.of("<", "<=", ">", ">=").contains(binary.operator())
                && isAbout(binary, column);
    }

    private static boolean isAbout(Expression.Binary binary, String column) {
        return (isColumn(binary.left(), column) && !(binary.right() instanceof Expression.Column))
                || (isColumn(binary.right(), column) && !(binary.left() instanceof Expression.Column));
    }

    private static boolean isColumn(Expression part, String column) {
        return part instanceof Expression.Column(String name) && name.equals(column);
    }
}
