package io.polargosling.fly.syntax;

/** Which texts are names without quotes. */
public final class Identifiers {

    private Identifiers() {}

    static boolean isStart(int codePoint) {
        return codePoint == '_' || Character.isUnicodeIdentifierStart(codePoint);
    }

    static boolean isPart(int codePoint) {
        return codePoint == '-'
                || (Character.isUnicodeIdentifierPart(codePoint) && !Character.isIdentifierIgnorable(codePoint));
    }

    /** Whether the lexer reads the whole text as one name. */
    public static boolean isIdentifier(String text) {
        return !text.isEmpty()
                && isStart(text.codePointAt(0))
                && text.codePoints().skip(1).allMatch(Identifiers::isPart);
    }
}
