package io.polargosling.fly.syntax;

/** Finds the place where reading goes on after an error. */
final class Recovery {

    private final ParseState state;
    private final TokenStream tokens;

    Recovery(ParseState state) {
        this.state = state;
        this.tokens = state.tokens;
    }

    /**
     * Moves to the end of the item that began at a token: the next line break outside of the brackets the item opened. A
     * bracket that was never closed does not swallow what follows: a line that looks like the next item ends it too.
     */
    void toBorder(int from) {
        int failed = Math.max(from, state.failedAt());
        while (failed > from && tokens.get(failed - 1).kind() == TokenKind.NEWLINE) {
            failed--;
        }
        var open = new OpenBrackets();
        int at = from;
        while (true) {
            TokenKind kind = tokens.get(at).kind();
            if (kind == TokenKind.END_OF_FILE || (at >= failed && isBorder(at, open))) {
                break;
            }
            open.accept(kind);
            at++;
        }
        tokens.moveTo(Math.max(at, from));
        state.recovered();
    }

    private boolean isBorder(int at, OpenBrackets open) {
        return switch (tokens.get(at).kind()) {
            case NEWLINE -> open.isEmpty() || (!open.has(TokenKind.OPEN_BRACE) && looksLikeItem(at + 1));
            case CLOSE_BRACE -> !open.has(TokenKind.OPEN_BRACE);
            default -> false;
        };
    }

    private boolean looksLikeItem(int at) {
        if (tokens.get(at).kind() != TokenKind.IDENTIFIER) {
            return false;
        }
        return switch (tokens.get(at + 1).kind()) {
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
            Token token = tokens.get(at);
            switch (token.kind()) {
                case OPEN_BRACE -> {
                    if (at > from && !isObject(from, at)) {
                        return;
                    }
                }
                case IDENTIFIER, QUOTED_TEXT -> {
                    if (state.isSecretName(tokens.text(token)) && hide(at, end)) {
                        return;
                    }
                }
                default -> {}
            }
        }
    }

    private boolean isObject(int from, int brace) {
        return tokens.get(from + 1).kind() == TokenKind.ASSIGN && brace > from + 1;
    }

    private boolean hide(int name, int end) {
        int first = name + 1;
        if (first < end && tokens.get(first).kind() == TokenKind.CLOSE_QUOTE) {
            first++;
        }
        if (first < end && tokens.get(first).kind() == TokenKind.ASSIGN) {
            first++;
        }
        if (first >= end || tokens.get(first).kind() == TokenKind.DOT) {
            return false;
        }
        int last = end - 1;
        while (last > first && tokens.get(last).kind() == TokenKind.NEWLINE) {
            last--;
        }
        state.diagnostics.hide(
                tokens.file().range(tokens.get(first).start(), tokens.get(last).end()));
        return true;
    }
}
