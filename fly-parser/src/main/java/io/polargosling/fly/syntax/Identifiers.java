package io.polargosling.fly.syntax;

/** Which texts are names without quotes. */
public final class Identifiers {

    /** A letter by its category, but one that Unicode keeps for the syntax of languages. */
    private static final int VERTICAL_TILDE = 0x2E2F;

    private Identifiers() {}

    static boolean isStart(int codePoint) {
        return codePoint == '_' || (Character.isUnicodeIdentifierStart(codePoint) && codePoint != VERTICAL_TILDE);
    }

    static boolean isPart(int codePoint) {
        return codePoint == '-'
                || (Character.isUnicodeIdentifierPart(codePoint)
                        && !Character.isIdentifierIgnorable(codePoint)
                        && codePoint != VERTICAL_TILDE);
    }

    /** Whether the lexer reads the whole text as one name. */
    public static boolean isIdentifier(String text) {
        return !text.isEmpty()
                && isStart(text.codePointAt(0))
                && text.codePoints().skip(1).allMatch(Identifiers::isPart);
    }
}
