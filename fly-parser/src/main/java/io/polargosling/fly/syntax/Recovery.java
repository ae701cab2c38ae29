package io.polargosling.fly.syntax;

/** Finds the place where reading goes on after an error. */
final class Recovery {

    private final ParseState state;
    private final TokenStream tokens;
    /** Kept from one error to the next. */
    private final OpenBrackets open = new OpenBrackets();

    Recovery(ParseState state) {
        this.state = state;
        this.tokens = state.tokens;
    }

    /**
     * Moves to the end of the item that began at a token: the next line break outside of the brackets the item opened. A
     * bracket that was never closed does not swallow what follows: a line that looks like the next item ends it too.
     *
     * @return whether the border is a closing brace met inside of other brackets, so that it may close something else
     */
    boolean toBorder(int from) {
        int failed = Math.max(from, state.failedAt());
        while (failed > from && tokens.kind(failed - 1) == TokenKind.NEWLINE) {
            failed--;
        }
        open.clear();
        int at = from;
        while (true) {
            TokenKind kind = tokens.kind(at);
            if (kind == TokenKind.END_OF_FILE || (at >= failed && isBorder(at))) {
                break;
            }
            open.accept(kind);
            at++;
        }
        tokens.moveTo(Math.max(at, from));
        state.recovered();
        return tokens.kind(at) == TokenKind.CLOSE_BRACE && !open.isEmpty();
    }

    private boolean isBorder(int at) {
        return switch (tokens.kind(at)) {
            case NEWLINE -> open.isEmpty() || (!open.has(TokenKind.OPEN_BRACE) && looksLikeItem(at + 1));
            case CLOSE_BRACE -> !open.has(TokenKind.OPEN_BRACE);
            default -> false;
        };
    }

    /** Whether a token is a name with something behind it that makes an attribute or block of it. */
    boolean looksLikeItem(int at) {
        if (tokens.kind(at) != TokenKind.IDENTIFIER) {
            return false;
        }
        return switch (tokens.kind(at + 1)) {
            case ASSIGN, OPEN_BRACE, OPEN_QUOTE, IDENTIFIER -> true;
            default -> false;
        };
    }

    /** Hides what the item that began at a token says beside the name of a secret, however broken the item is. */
    void hideSecrets(int from) {
        int end = tokens.index();
        if (end <= from) {
            return;
        }
        for (int at = from; at < end; at++) {
            switch (tokens.kind(at)) {
                case OPEN_BRACE -> {
                    if (at > from && !isObject(from, at)) {
                        return;
                    }
                }
                case IDENTIFIER, QUOTED_TEXT -> {
                    if (state.isSecretName(at) && hide(at, end)) {
                        return;
                    }
                }
                default -> {}
            }
        }
    }

    private boolean isObject(int from, int brace) {
        return tokens.kind(from + 1) == TokenKind.ASSIGN && brace > from + 1;
    }

    private boolean hide(int name, int end) {
        int first = name + 1;
        if (first < end && tokens.kind(first) == TokenKind.CLOSE_QUOTE) {
            first++;
        }
        if (first < end && tokens.kind(first) == TokenKind.ASSIGN) {
            first++;
        }
        if (first >= end || tokens.kind(first) == TokenKind.DOT) {
            return false;
        }
        int last = end - 1;
        while (last > first && tokens.kind(last) == TokenKind.NEWLINE) {
            last--;
        }
        state.diagnostics.hide(tokens.file().range(tokens.start(first), tokens.end(last)));
        return true;
    }
}
