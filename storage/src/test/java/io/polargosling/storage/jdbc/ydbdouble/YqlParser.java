package io.polargosling.storage.jdbc.ydbdouble;

import io.polargosling.storage.jdbc.ydbdouble.Yql.Put.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one statement, with the declarations before it. */
final class YqlParser {

    private final Words words;
    private final ExpressionParser expressions;
    private final Map<String, String> declared = new LinkedHashMap<>();

    private YqlParser(String text) {
        words = new Words(text);
        expressions = new ExpressionParser(words);
    }

    /**
     * A statement and the types its text declares for its parameters.
     *
     * @param declared type text by parameter, such as {@code Optional<Text>} or {@code Text?}
     */
    record Parsed(Yql statement, Map<String, String> declared) {}

    static Parsed parse(String text) {
        var parser = new YqlParser(text);
        parser.declarations();
        var statement = parser.statement();
        parser.words.end();
        return new Parsed(statement, parser.declared);
    }

    private void declarations() {
        while (words.take("declare")) {
            var name = words.literal(Token.Kind.PARAMETER);
            words.expect("as");
            var type = new StringBuilder();
            while (!words.sees(";")) {
                type.append(words.read().text());
            }
            words.expect(";");
            declared.put(name, type.toString());
        }
    }

    private Yql statement() {
        if (words.take("select")) {
            return select();
        }
        for (var mode : Mode.values()) {
            if (words.take(mode.name(), "into")) {
                return put(mode);
            }
        }
        if (words.take("update")) {
            return update();
        }
        if (words.take("delete", "from")) {
            return new Yql.Delete(words.name(), where());
        }
        if (words.sees("create") || words.sees("alter") || words.sees("drop")) {
            return new SchemeParser(words).read();
        }
        throw words.unexpected("a statement of a form that the store uses");
    }

    private Yql select() {
        if (words.take("count", "(", "*", ")")) {
            var name = words.take("as") ? words.name() : "column0";
            words.expect("from");
            var table = words.name();
            return new Yql.Count(name, table, view(), optionalWhere());
        }
        var items = words.take("*") ? List.<Yql.Item>of() : items();
        if (!words.take("from")) {
            return new Yql.Values(items);
        }
        var table = words.name();
        var view = view();
        var where = optionalWhere();
        var order = words.take("order", "by") ? words.separated(this::order) : List.<Yql.Order>of();
        var limit = words.take("limit") ? Optional.of(expressions.read()) : Optional.<Expression>empty();
        return new Yql.Select(items, table, view, where, order, limit);
    }

    private List<Yql.Item> items() {
        var items = new ArrayList<Yql.Item>();
        do {
            var expression = expressions.read();
            var name = expression instanceof Expression.Column(String column) ? column : "column" + items.size();
            items.add(new Yql.Item(expression, words.take("as") ? words.name() : name));
        } while (words.take(","));
        return items;
    }

    private Yql.Order order() {
        var column = words.name();
        boolean descending = words.take("desc");
        boolean _ = !descending && words.take("asc");
        return new Yql.Order(column, descending);
    }

    private Optional<String> view() {
        return words.take("view") ? Optional.of(words.name()) : Optional.empty();
    }

    private Optional<Expression> optionalWhere() {
        return words.take("where") ? Optional.of(expressions.read()) : Optional.empty();
    }

    private Expression where() {
        words.expect("where");
        return expressions.read();
    }

    private Yql put(Mode mode) {
        var table = words.name();
        var columns = words.inParentheses(words::name);
        words.expect("values");
        var rows = new ArrayList<List<Expression>>();
        do {
            var values = words.inParentheses(expressions::read);
            if (columns.size() != values.size()) {
                throw YdbError.refused(columns.size() + " columns and " + values.size() + " values");
            }
            rows.add(values);
        } while (words.take(","));
        return new Yql.Put(mode, table, columns, rows);
    }

    private Yql update() {
        var table = words.name();
        words.expect("set");
        var assignments = new LinkedHashMap<String, Expression>();
        do {
            var column = words.name();
            words.expect("=");
            assignments.put(column, expressions.read());
        } while (words.take(","));
        return new Yql.Update(table, assignments, where());
    }
}
