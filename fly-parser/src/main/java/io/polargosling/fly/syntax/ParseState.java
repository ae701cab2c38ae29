package io.polargosling.fly.syntax;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.source.SourceDefect;
import io.polargosling.fly.source.SourceRange;
import java.util.Optional;
import java.util.Set;

/**
 * What the parts of the parser share. After the first structural error of a body item {@link #recovering} is true and
 * everybody returns at once, quietly, to the item's border, where reading goes on.
 */
final class ParseState {

    private static final String SYNTAX = "syntax";

    final TokenStream tokens;
    final Diagnostics diagnostics;
    private final Set<String> secretNames;
    private boolean recovering;
    private boolean inSecret;
    private int failedAt;
    private int depth;

    ParseState(TokenStream tokens, Diagnostics diagnostics, Set<String> secretNames) {
        this.tokens = tokens;
        this.diagnostics = diagnostics;
        this.secretNames = secretNames;
    }

    boolean recovering() {
        return recovering;
    }

    void recovered() {
        recovering = false;
    }

    /** Index of the token at which the structural error was seen. */
    int failedAt() {
        return failedAt;
    }

    boolean isSecretName(String name) {
        return secretNames.contains(name);
    }

    /** While set, no diagnostic repeats what the file says. */
    void inSecret(boolean secret) {
        inSecret = secret;
    }

    /** A structural error at the token at hand. */
    Expression.Erroneous fail(String summary, String detail) {
        return fail(summary, detail, tokens.range(tokens.peek()), Optional.empty());
    }

    Expression.Erroneous fail(String summary, String detail, SourceRange range, Optional<String> advice) {
        return fail(SYNTAX, summary, detail, range, advice);
    }

    Expression.Erroneous fail(String code, String summary, String detail, SourceRange range, Optional<String> advice) {
        if (!recovering) {
            recovering = true;
            failedAt = tokens.index();
            if (!reportBadToken()) {
                diagnostics.add(Diagnostic.error(code, summary, detail, range).suggesting(advice));
            }
        }
        return new Expression.Erroneous(range);
    }

    /** An error that does not disturb the structure; reading goes on. */
    void report(String code, String summary, String detail, SourceRange range) {
        if (!recovering) {
            diagnostics.add(Diagnostic.error(code, summary, detail, range));
        }
    }

    Expression.Erroneous unsupported(String construct) {
        return unsupported(construct, tokens.range(tokens.peek()));
    }

    Expression.Erroneous unsupported(String construct, SourceRange range) {
        return fail(
                "unsupported",
                "Not supported yet",
                "This release does not read " + construct + " yet.",
                range,
                Optional.empty());
    }

    /** Counts one more level of nesting; false, after a diagnostic, when there are too many. Balance with {@link #leave}. */
    boolean enter() {
        depth++;
        if (depth > Parser.MAX_DEPTH) {
            tooDeep(tokens.range(tokens.peek()));
            return false;
        }
        return true;
    }

    void leave() {
        depth--;
    }

    Expression.Erroneous tooDeep(SourceRange range) {
        return fail(
                "too-deep",
                "Nesting too deep",
                "Expressions and blocks may be nested " + Parser.MAX_DEPTH + " levels deep, this goes deeper.",
                range,
                Optional.of("Move a part of it into locals."));
    }

    /** How a diagnostic names the token at hand. */
    String found() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case IDENTIFIER, NUMBER ->
                inSecret ? token.kind().description() : "\"" + shortened(tokens.text(token)) + "\"";
            default -> token.kind().description();
        };
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }

    /** Tokens that are wrong wherever they stand explain themselves better than the rule they break. */
    private boolean reportBadToken() {
        Token token = tokens.peek();
        SourceRange range = tokens.range(token);
        switch (token.kind()) {
            case INVALID -> {
                if (!hasDefect(token)) {
                    diagnostics.add(badCharacter(range));
                }
            }
            case UNTERMINATED_STRING ->
                diagnostics.add(Diagnostic.error(
                                SYNTAX,
                                "Unterminated string",
                                "The string is not closed before the end of its line (expected: \").",
                                range)
                        .suggesting(Optional.of("Write \\n for a line break, or use a heredoc.")));
            case UNTERMINATED_COMMENT ->
                diagnostics.add(Diagnostic.error(
                        SYNTAX,
                        "Unterminated comment",
                        "The comment begun here is not closed before the end of the file (expected: */).",
                        range));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean hasDefect(Token token) {
        for (SourceDefect defect : tokens.file().defects()) {
            if (defect.startOffset() <= token.start() && token.start() < defect.endOffset()) {
                return true;
            }
        }
        return false;
    }

    private static Diagnostic badCharacter(SourceRange range) {
        int character = range.text().codePointAt(0);
        String advice = switch (character) {
            case '\'' -> "Strings stand in double quotes.";
            case ';' -> "Items are separated by line breaks.";
            case '`' -> "For text of several lines use a heredoc.";
            case '&', '|' -> "The logical operators are && and ||.";
            case '^' -> "There is no power operator.";
            case 0x201C, 0x201D, 0x201E -> "Use straight quotes.";
            default -> "";
        };
        String shown = Character.isLetterOrDigit(character) || (character > ' ' && character < 0x7F)
                ? "\"" + Character.toString(character) + "\""
                : "U+%04X".formatted(character);
        return Diagnostic.error(SYNTAX, "Invalid character", "The character " + shown + " has no meaning here.", range)
                .suggesting(advice.isEmpty() ? Optional.empty() : Optional.of(advice));
    }
}
