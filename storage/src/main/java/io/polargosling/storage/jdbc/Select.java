package io.polargosling.storage.jdbc;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reading rows of one table: conditions joined by AND, an order, a limit, and the index that serves them. */
final class Select {

    private static final String IN = "IN";

    private final Table table;
    private Collection<String> columns;
    private Optional<String> index = Optional.empty();
    private final List<Condition> conditions = new ArrayList<>();
    private Optional<Order> order = Optional.empty();
    private Optional<Integer> limit = Optional.empty();
    private boolean lock;

    private record Comparison(String column, String operator, Object value) {}

    /** True when one of its comparisons is. */
    private record Condition(List<Comparison> either) {

        String text(Dialect dialect) {
            if (either.getFirst().operator().equals(IN)) {
                return dialect.column(either.getFirst().column()) + " IN (?" + ", ?".repeat(either.size() - 1) + ")";
            }
            var text = either.stream()
                    .map(one -> dialect.column(one.column()) + " " + one.operator() + " ?")
                    .collect(joining(" OR "));
            return either.size() == 1 ? text : "(" + text + ")";
        }
    }

    private record Order(List<String> columns, String direction) {}

    Select(Table table) {
        this.table = table;
        this.columns = table.columns().keySet();
    }

    /** Reads these columns instead of all. */
    Select only(String... names) {
        columns = List.of(names);
        return this;
    }

    /** Reads by this secondary index; some databases use one only when told. Rows read by key need none. */
    Select by(String name) {
        index = Optional.of(name);
        return this;
    }

    Select where(String column, Object value) {
        return compare(column, "=", value);
    }

    /**
     * Only rows whose column has one of the values.
     *
     * @param values at least one
     */
    Select in(String column, Collection<String> values) {
        var all = new ArrayList<Comparison>();
        values.forEach(value -> all.add(new Comparison(column, IN, value)));
        // Always a power of two: databases keep parsed what they have seen before.
        while (Integer.bitCount(all.size()) != 1) {
            all.add(all.getLast());
        }
        conditions.add(new Condition(List.copyOf(all)));
        return this;
    }

    Select below(String column, Object value) {
        return compare(column, "<", value);
    }

    Select upTo(String column, Object value) {
        return compare(column, "<=", value);
    }

    Select above(String column, Object value) {
        return compare(column, ">", value);
    }

    Select from(String column, Object value) {
        return compare(column, ">=", value);
    }

    /** Only rows after a place, in an order falling by {@code first} and, where that is equal, by {@code second}. */
    Select beneath(String first, Object firstOfPlace, String second, Object secondOfPlace) {
        compare(first, "<=", firstOfPlace);
        return either(new Comparison(first, "<", firstOfPlace), new Comparison(second, "<", secondOfPlace));
    }

    /** Only rows after a place, in an order rising by {@code first} and, where that is equal, by {@code second}. */
    Select beyond(String first, Object firstOfPlace, String second, Object secondOfPlace) {
        compare(first, ">=", firstOfPlace);
        return either(new Comparison(first, ">", firstOfPlace), new Comparison(second, ">", secondOfPlace));
    }

    Select rising(String... names) {
        order = Optional.of(new Order(List.of(names), ""));
        return this;
    }

    Select falling(String... names) {
        order = Optional.of(new Order(List.of(names), " DESC"));
        return this;
    }

    Select limit(int rows) {
        limit = Optional.of(rows);
        return this;
    }

    /** Keeps others from changing the rows until the transaction ends, or fails it at its end when one did. */
    Select lock() {
        lock = true;
        return this;
    }

    Table table() {
        return table;
    }

    /** The columns that are read. */
    Collection<String> columns() {
        return columns;
    }

    Statement statement(Dialect dialect) {
        var text = new StringBuilder("SELECT ")
                .append(columns.stream().map(dialect::column).collect(joining(", ")))
                .append(" FROM ")
                .append(index.map(name -> dialect.indexed(table.name(), name)).orElse(table.name()));
        if (!conditions.isEmpty()) {
            text.append(conditions.stream()
                    .map(condition -> condition.text(dialect))
                    .collect(joining(" AND ", " WHERE ", "")));
        }
        order.ifPresent(by -> text.append(by.columns().stream()
                .map(column -> dialect.column(column) + by.direction())
                .collect(joining(", ", " ORDER BY ", ""))));
        limit.ifPresent(_ -> text.append(" LIMIT ?"));
        if (lock) {
            text.append(dialect.lock());
        }
        return new Statement(text.toString(), parameters(dialect));
    }

    private List<Object> parameters(Dialect dialect) {
        var compared = conditions.stream()
                .flatMap(condition -> condition.either().stream())
                .map(one -> dialect.parameter(table.type(one.column()), one.value()));
        return Stream.concat(compared, limit.map(dialect::limit).stream()).toList();
    }

    private Select compare(String column, String operator, Object value) {
        return either(new Comparison(column, operator, value));
    }

    private Select either(Comparison... comparisons) {
        conditions.add(new Condition(List.of(comparisons)));
        return this;
    }
}
