package io.polargosling.storage.jdbc.ydbdouble;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Reads the statements that make and change tables. */
final class SchemeParser {

    private final Words words;

    SchemeParser(Words words) {
        this.words = words;
    }

    Yql read() {
        if (words.take("create", "table")) {
            return create();
        }
        if (words.take("alter", "table")) {
            return alter();
        }
        words.expect("drop", "table");
        return new Yql.DropTable(words.name());
    }

    private Yql create() {
        boolean ifNotExists = words.take("if", "not", "exists");
        var name = words.name();
        var columns = new LinkedHashMap<String, Shape.Column>();
        var indexes = new LinkedHashMap<String, Shape.Index>();
        var key = new ArrayList<String>();
        words.expect("(");
        do {
            if (words.take("primary", "key")) {
                key.addAll(words.inParentheses(words::name));
            } else if (words.take("index")) {
                var index = index();
                indexes.put(index.name(), index);
            } else {
                var column = column();
                columns.put(column.name(), column);
            }
        } while (words.take(","));
        words.expect(")");
        var shape = new Shape(name, columns, key, indexes, ttl());
        shape.check();
        return new Yql.CreateTable(shape, ifNotExists);
    }

    private Yql alter() {
        var table = words.name();
        if (words.take("add", "index")) {
            return new Yql.AddIndex(table, index());
        }
        var columns = words.separated(() -> {
            words.expect("add", "column");
            return column();
        });
        return new Yql.AddColumns(table, List.copyOf(columns));
    }

    private Shape.Column column() {
        var name = words.name();
        var type = ColumnType.named(words.literal(Token.Kind.WORD));
        boolean notNull = words.take("not", "null");
        if (words.sees("default") || words.sees("references") || words.sees("unique") || words.sees("check")) {
            throw words.unexpected("no constraint: YDB knows none but NOT NULL");
        }
        return new Shape.Column(name, type, notNull);
    }

    private Shape.Index index() {
        var name = words.name();
        words.expect("global");
        boolean _ = words.take("sync");
        if (words.sees("async")) {
            throw words.unexpected("a synchronous index, since reads through another one are stale");
        }
        words.expect("on");
        return new Shape.Index(name, List.copyOf(words.inParentheses(words::name)));
    }

    private Optional<String> ttl() {
        if (!words.take("with", "(", "ttl", "=", "interval", "(")) {
            return Optional.empty();
        }
        var _ = Duration.parse(words.literal(Token.Kind.STRING));
        words.expect(")", "on");
        var column = words.name();
        words.expect(")");
        return Optional.of(column);
    }
}
