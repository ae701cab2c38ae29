package io.polargosling.storage.jdbc.ydbdouble;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One word, sign or literal of a statement. */
record Token(Kind kind, String text) {

    /** What a token can be. */
    enum Kind {
        SPACE("\\s+|--[^\\n]*|/\\*.*?\\*/"),
        QUOTED("`[^`]*`"),
        STRING("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\""),
        PARAMETER("\\$[A-Za-z_][A-Za-z0-9_]*"),
        NUMBER("[0-9]+(?:\\.[0-9]+)?"),
        WORD("[A-Za-z_][A-Za-z0-9_]*"),
        SIGN("<=|>=|<>|!=|==|[(),.*=<>+;?-]"),
        END("\\z");

        private final Pattern pattern;

        Kind(String regex) {
            pattern = Pattern.compile(regex, Pattern.DOTALL);
        }
    }

    static List<Token> of(String yql) {
        var tokens = new ArrayList<Token>();
        int at = 0;
        while (at < yql.length()) {
            var token = next(yql, at);
            at += token.text().length();
            if (token.kind() != Kind.SPACE) {
                tokens.add(token);
            }
        }
        tokens.add(new Token(Kind.END, ""));
        return tokens;
    }

    boolean is(String word) {
        return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(word);
    }

    /** The text without its quotes. */
    String content() {
        return kind == Kind.QUOTED || kind == Kind.STRING ? text.substring(1, text.length() - 1) : text;
    }

    private static Token next(String yql, int at) {
        for (var kind : Kind.values()) {
            var matcher = kind.pattern.matcher(yql).region(at, yql.length());
            if (kind != Kind.END && matcher.lookingAt()) {
                return new Token(kind, matcher.group());
            }
        }
        throw YdbError.refused("unexpected \"" + yql.charAt(at) + "\" at " + at);
    }
}
