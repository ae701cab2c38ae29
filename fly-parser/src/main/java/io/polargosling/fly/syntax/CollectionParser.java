package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;
import java.util.ArrayList;
import java.util.List;

/** Reads what brackets hold: tuples, objects and the arguments of calls. */
final class CollectionParser {

    private final ParseState state;
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final ForParser loops;

    CollectionParser(ParseState state, ExpressionParser expressions) {
        this.state = state;
        this.tokens = state.tokens;
        this.expressions = expressions;
        this.loops = new ForParser(state, expressions);
    }

    Expression call() {
        int first = tokens.index();
        String function = functionName();
        int nameEnd = tokens.since(first).endOffset();
        if (!expressions.expect(
                TokenKind.OPEN_PAREN, "Missing arguments", "the name of a function needs a \"(\" here")) {
            return expressions.erroneous(first);
        }
        boolean former = tokens.skipNewlines(true);
        try {
            var arguments = new ArrayList<Expression>();
            boolean expand = false;
            int highest = 0;
            while (!state.recovering() && !tokens.is(TokenKind.CLOSE_PAREN)) {
                arguments.add(expressions.expression());
                highest = Math.max(highest, expressions.height());
                expand = tokens.take(TokenKind.ELLIPSIS);
                if (expand || !tokens.take(TokenKind.COMMA)) {
                    break;
                }
            }
            if (!expressions.close(
                    first,
                    TokenKind.CLOSE_PAREN,
                    "Missing end of call",
                    "arguments end with \")\" or go on with \",\"")) {
                return expressions.erroneous(first);
            }
            SourceRange name = tokens.file().range(tokens.start(first), nameEnd);
            return expressions.grown(
                    highest, new Expression.Call(function, arguments, expand, name, tokens.since(first)));
        } finally {
            tokens.skipNewlines(former);
        }
    }

    /** A name, or several joined by {@code ::}, which means nothing more than a longer name. */
    private String functionName() {
        String name = tokens.name(tokens.next());
        if (!tokens.is(TokenKind.DOUBLE_COLON)) {
            return name;
        }
        var joined = new StringBuilder(name);
        while (!state.recovering() && tokens.take(TokenKind.DOUBLE_COLON)) {
            if (tokens.is(TokenKind.IDENTIFIER)) {
                joined.append("::").append(tokens.text(tokens.next()));
            } else {
                state.fail("Missing function name", "Found " + state.found() + "; \"::\" needs a name behind it.");
            }
        }
        return joined.toString();
    }

    Expression tuple() {
        int first = tokens.next();
        boolean former = tokens.skipNewlines(true);
        try {
            if (tokens.isWord("for")) {
                return loops.tuple(first);
            }
            var items = new ArrayList<Expression>();
            int highest = 0;
            while (!state.recovering() && !tokens.is(TokenKind.CLOSE_BRACKET)) {
                items.add(expressions.expression());
                highest = Math.max(highest, expressions.height());
                if (!tokens.take(TokenKind.COMMA)) {
                    break;
                }
            }
            if (!expressions.close(
                    first,
                    TokenKind.CLOSE_BRACKET,
                    "Missing item separator",
                    "items are separated by \",\" and the list ends with \"]\"")) {
                return expressions.erroneous(first);
            }
            return expressions.grown(highest, new Expression.Tuple(items, tokens.since(first)));
        } finally {
            tokens.skipNewlines(former);
        }
    }

    Expression object() {
        int first = tokens.next();
        boolean isFor = tokens.isWordOnAnyLine("for");
        boolean former = tokens.skipNewlines(isFor);
        try {
            if (isFor) {
                return loops.object(first);
            }
            tokens.dropNewlines();
            List<ObjectItem> items = new ArrayList<>();
            int highest = 0;
            while (!state.recovering() && !tokens.is(TokenKind.CLOSE_BRACE)) {
                highest = Math.max(highest, objectItem(first, items));
                boolean separated = tokens.take(TokenKind.COMMA) || tokens.is(TokenKind.NEWLINE);
                tokens.dropNewlines();
                if (!separated) {
                    break;
                }
            }
            if (!expressions.close(
                    first,
                    TokenKind.CLOSE_BRACE,
                    "Missing item separator",
                    "items are separated by \",\" or a line break and the object ends with \"}\"")) {
                return expressions.erroneous(first);
            }
            return expressions.grown(highest, new Expression.ObjectLiteral(items, tokens.since(first)));
        } finally {
            tokens.skipNewlines(former);
        }
    }

    private int objectItem(int open, List<ObjectItem> items) {
        TokenKind after = tokens.kindAfter();
        boolean bare = tokens.is(TokenKind.IDENTIFIER) && (after == TokenKind.ASSIGN || after == TokenKind.COLON);
        expressions.height(1);
        hideFromNowOn();
        ObjectKey key = bare ? bareKey() : new ObjectKey.Computed(expressions.expression());
        int keyHeight = expressions.height();
        if (!state.recovering() && !tokens.take(TokenKind.ASSIGN)) {
            expressions.close(open, TokenKind.COLON, "Missing object value", "a key is followed by \"=\" or \":\"");
        }
        if (!state.recovering()) {
            items.add(new ObjectItem(key, expressions.expression()));
        }
        return Math.max(keyHeight, expressions.height());
    }

    /** Behind the name of a secret nothing is repeated until the attribute ends, lest a missing comma tell it. */
    private void hideFromNowOn() {
        int token = tokens.index();
        if (state.isSecretName(tokens.is(TokenKind.OPEN_QUOTE) ? token + 1 : token)) {
            state.inSecret(true);
        }
    }

    private ObjectKey bareKey() {
        int token = tokens.next();
        return new ObjectKey.Bare(tokens.name(token), tokens.range(token));
    }
}
