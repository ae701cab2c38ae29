package io.polargosling.fly.syntax;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.source.SourceRange;
import java.util.Optional;

/**
 * What the parts of the parser share. After the first structural error of a body item {@link #recovering} is true and
 * everybody returns at once, quietly, to the item's border, where reading goes on.
 */
final class ParseState {

    private static final String SYNTAX = "syntax";
    private static final int LONGEST_QUOTE = 40;

    final TokenStream tokens;
    final Diagnostics diagnostics;
    private final SecretNames secretNames;
    private boolean recovering;
    private boolean hasFailed;
    private boolean dangling;
    private boolean inSecret;
    private int failedAt;
    private int depth;

    ParseState(TokenStream tokens, Diagnostics diagnostics, SecretNames secretNames) {
        this.tokens = tokens;
        this.diagnostics = diagnostics;
        this.secretNames = secretNames;
    }

    boolean recovering() {
        return recovering;
    }

    /** Whether there was a structural error so far. */
    boolean hasFailed() {
        return hasFailed;
    }

    void recovered() {
        recovering = false;
    }

    /** Index of the token at which the structural error was seen. */
    int failedAt() {
        return failedAt;
    }

    /**
     * Whether a line of the body at hand ended behind its equals sign, or brackets held what only braces hold. An opening brace may be
     * missing there, and then what was to stand inside of it follows: what fits no body is quietly passed over.
     */
    boolean dangling() {
        return dangling;
    }

    private boolean lacksBrace() {
        int token = tokens.index();
        return tokens.skipsNewlines()
                ? tokens.is(TokenKind.ASSIGN)
                : tokens.is(TokenKind.NEWLINE) && token > 0 && tokens.kind(token - 1) == TokenKind.ASSIGN;
    }

    void dangling(boolean isDangling) {
        dangling = isDangling;
    }

    /** A structural error of which nothing is said. */
    void failQuietly() {
        recovering = true;
        failedAt = tokens.index();
    }

    boolean isSecretName(int token) {
        return secretNames.contain(tokens.text(), tokens.start(token), tokens.end(token));
    }

    /** While set, no diagnostic repeats what the file says. */
    void inSecret(boolean secret) {
        inSecret = secret;
    }

    /** A structural error at the token at hand. */
    Expression.Erroneous fail(String summary, String detail) {
        return fail(summary, detail, Optional.empty());
    }

    /** A structural error at the token at hand; tokens that are wrong wherever they stand explain themselves better. */
    Expression.Erroneous fail(String summary, String detail, Optional<String> advice) {
        SourceRange range = tokens.range();
        if (hasFailed && BadTokens.isLeftOpen(tokens, tokens.index())) {
            // What is still open at the end of the file is open because of the error before.
            failQuietly();
            return new Expression.Erroneous(range);
        }
        Optional<Diagnostic> badToken = BadTokens.describe(tokens, tokens.index());
        return failWith(badToken.orElseGet(
                () -> Diagnostic.error(SYNTAX, summary, detail, range).suggesting(advice)));
    }

    /** A structural error seen at the token at hand whose cause stands elsewhere. */
    Expression.Erroneous failAt(SourceRange range, String summary, String detail) {
        return failWith(Diagnostic.error(SYNTAX, summary, detail, range));
    }

    Expression.Erroneous failWith(Diagnostic diagnostic) {
        if (!recovering) {
            recovering = true;
            hasFailed = true;
            dangling |= lacksBrace();
            failedAt = tokens.index();
            if (!BadTokens.isReported(diagnostic)) {
                diagnostics.add(diagnostic);
            }
        }
        return new Expression.Erroneous(diagnostic.range());
    }

    /** An error that does not disturb the structure; reading goes on. */
    void report(String code, String summary, String detail, SourceRange range) {
        if (!recovering) {
            diagnostics.add(Diagnostic.error(code, summary, detail, range));
        }
    }

    /** Counts one more level of nesting; false, after a diagnostic, when there are too many. Balance with {@link #leave}. */
    boolean enter() {
        depth++;
        if (depth > Parser.MAX_DEPTH) {
            tooDeep(tokens.range());
            return false;
        }
        return true;
    }

    void leave() {
        depth--;
    }

    Expression.Erroneous tooDeep(SourceRange range) {
        return failWith(Diagnostic.error(
                        "too-deep",
                        "Nesting too deep",
                        "Expressions and blocks may be nested " + Parser.MAX_DEPTH + " levels deep, this goes deeper.",
                        range)
                .suggesting(Optional.of("Move a part of it into locals.")));
    }

    /** How a diagnostic names the token at hand. */
    String found() {
        int token = tokens.index();
        TokenKind kind = tokens.kind(token);
        boolean word = kind == TokenKind.IDENTIFIER || kind == TokenKind.NUMBER;
        boolean mayTell = word && !inSecret && !secretNames.standBefore(tokens.text(), tokens.start(token));
        return mayTell ? "\"" + shortened(tokens.text(token)) + "\"" : kind.description();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE - 3) + "...";
    }
}
