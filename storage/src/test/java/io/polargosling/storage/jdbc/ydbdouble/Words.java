package io.polargosling.storage.jdbc.ydbdouble;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** The tokens of one statement, read from left to right. */
final class Words {

    /** Taken for keywords wherever a name may stand; a column of such a name needs backticks. */
    private static final Set<String> RESERVED = Set.of(
            "add",
            "all",
            "alter",
            "and",
            "as",
            "asc",
            "between",
            "by",
            "case",
            "commit",
            "create",
            "cross",
            "declare",
            "delete",
            "desc",
            "discard",
            "distinct",
            "drop",
            "else",
            "end",
            "except",
            "exists",
            "for",
            "from",
            "group",
            "having",
            "if",
            "in",
            "index",
            "inner",
            "insert",
            "intersect",
            "into",
            "is",
            "join",
            "key",
            "left",
            "like",
            "limit",
            "not",
            "null",
            "offset",
            "on",
            "or",
            "order",
            "outer",
            "pragma",
            "primary",
            "replace",
            "return",
            "returning",
            "right",
            "rollback",
            "select",
            "set",
            "table",
            "then",
            "union",
            "update",
            "upsert",
            "using",
            "values",
            "view",
            "when",
            "where",
            "window",
            "with");

    private final List<Token> tokens;
    private int at;

    Words(String yql) {
        tokens = Token.of(yql);
    }

    Token peek() {
        return tokens.get(at);
    }

    /** Whether these words come next; nothing is read. */
    boolean sees(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (at + i >= tokens.size() || !tokens.get(at + i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Reads these words if they come next. */
    boolean take(String... words) {
        boolean there = sees(words);
        if (there) {
            at += words.length;
        }
        return there;
    }

    void expect(String... words) {
        if (!take(words)) {
            throw unexpected(String.join(" ", words));
        }
    }

    Token read() {
        var token = peek();
        at++;
        return token;
    }

    /** A name of a table, a column or an index. */
    String name() {
        var token = peek();
        boolean named = token.kind() == Token.Kind.QUOTED
                || (token.kind() == Token.Kind.WORD
                        && !RESERVED.contains(token.text().toLowerCase(Locale.ROOT)));
        if (!named) {
            throw unexpected("a name; a reserved word needs backticks");
        }
        return read().content();
    }

    String literal(Token.Kind kind) {
        if (peek().kind() != kind) {
            throw unexpected(kind.toString());
        }
        return read().content();
    }

    /** Elements with commas between them, in parentheses. */
    <T> List<T> inParentheses(Supplier<T> element) {
        expect("(");
        var elements = separated(element);
        expect(")");
        return elements;
    }

    /** Elements with commas between them. */
    <T> List<T> separated(Supplier<T> element) {
        var elements = new ArrayList<T>();
        do {
            elements.add(element.get());
        } while (take(","));
        return elements;
    }

    /** The statement ends here. */
    void end() {
        boolean _ = take(";");
        if (peek().kind() != Token.Kind.END) {
            throw unexpected("the end of the statement");
        }
    }

    YdbError unexpected(String wanted) {
        var found = peek().kind() == Token.Kind.END ? "the end" : "\"" + peek().text() + "\"";
        return YdbError.refused("found " + found + " (expected: " + wanted + ")");
    }
}
