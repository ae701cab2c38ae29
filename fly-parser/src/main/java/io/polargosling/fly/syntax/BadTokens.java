package io.polargosling.fly.syntax;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.source.SourceDefect;
import io.polargosling.fly.source.SourceRange;
import java.util.Optional;

/** Says what is wrong with tokens that are wrong wherever they stand. */
final class BadTokens {

    private static final String SYNTAX = "syntax";

    private BadTokens() {}

    /** Empty when the token is wrong only in its place. */
    static Optional<Diagnostic> describe(TokenStream tokens, int token) {
        SourceRange range = tokens.range(token);
        return switch (tokens.kind(token)) {
            case INVALID -> Optional.of(badCharacter(range));
            case UNTERMINATED_STRING ->
                isLeftOpen(tokens, token)
                        ? Optional.of(Diagnostic.error(
                                SYNTAX,
                                "Unterminated string",
                                "The string is not closed before the end of the file (expected: \").",
                                range))
                        : Optional.of(Diagnostic.error(
                                        SYNTAX,
                                        "Unterminated string",
                                        "The string is not closed before the end of its line (expected: \").",
                                        range)
                                .suggesting(Optional.of("Write \\n for a line break, or use a heredoc.")));
            case UNTERMINATED_COMMENT ->
                Optional.of(Diagnostic.error(
                        SYNTAX,
                        "Unterminated comment",
                        "The comment begun here is not closed before the end of the file (expected: */).",
                        range));
            default -> Optional.empty();
        };
    }

    /** Whether the token says that a string or heredoc was still open at the end of the file. */
    static boolean isLeftOpen(TokenStream tokens, int token) {
        TokenKind kind = tokens.kind(token);
        return (kind == TokenKind.UNTERMINATED_STRING || kind == TokenKind.UNTERMINATED_HEREDOC)
                && tokens.start(token) == tokens.text().length();
    }

    /** Whether a diagnostic is about a character that is already known to be no text. */
    static boolean isReported(Diagnostic diagnostic) {
        int start = diagnostic.range().startOffset();
        for (SourceDefect defect : diagnostic.range().file().defects()) {
            if (defect.startOffset() <= start && start < defect.endOffset()) {
                return true;
            }
        }
        return false;
    }

    private static Diagnostic badCharacter(SourceRange range) {
        int character = range.file().text().codePointAt(range.startOffset());
        String advice = switch (character) {
            case '\'' -> "Strings stand in double quotes.";
            case ';' -> "Items are separated by line breaks.";
            case '`' -> "For text of several lines use a heredoc.";
            case '&', '|' -> "The logical operators are && and ||.";
            case '^' -> "There is no power operator.";
            case '\r' -> "A line ends with a line feed, alone or behind a carriage return.";
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
