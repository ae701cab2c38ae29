package io.polargosling.fly.syntax;

/** What the lexer tells apart; the text says how the diagnostics call it. */
public enum TokenKind {
    END_OF_FILE("the end of the file"),
    /** One line break, its carriage return included. */
    NEWLINE("the end of the line"),
    /** From its sign to the end of the line, the line break excluded, or from {@code /*} to {@code *}{@code /}. */
    COMMENT("a comment"),
    IDENTIFIER("a name"),
    NUMBER("a number"),
    OPEN_QUOTE("a string"),
    CLOSE_QUOTE("the end of a string"),
    QUOTED_TEXT("text"),
    OPEN_HEREDOC("a heredoc"),
    CLOSE_HEREDOC("the end of a heredoc"),
    HEREDOC_TEXT("text"),
    OPEN_INTERPOLATION("\"${\""),
    OPEN_DIRECTIVE("\"%{\""),
    CLOSE_TEMPLATE("the \"}\" of a template"),
    UNTERMINATED_STRING("a string without end"),
    UNTERMINATED_HEREDOC("a heredoc without end"),
    UNTERMINATED_COMMENT("a comment without end"),
    INVALID("a character that has no meaning here"),
    OPEN_BRACE("\"{\""),
    CLOSE_BRACE("\"}\""),
    OPEN_BRACKET("\"[\""),
    CLOSE_BRACKET("\"]\""),
    OPEN_PAREN("\"(\""),
    CLOSE_PAREN("\")\""),
    ASSIGN("\"=\""),
    COLON("\":\""),
    DOUBLE_COLON("\"::\""),
    COMMA("\",\""),
    DOT("\".\""),
    ELLIPSIS("\"...\""),
    QUESTION("\"?\""),
    ARROW("\"=>\""),
    PLUS("\"+\""),
    MINUS("\"-\""),
    STAR("\"*\""),
    SLASH("\"/\""),
    PERCENT("\"%\""),
    EQUAL("\"==\""),
    NOT_EQUAL("\"!=\""),
    LESS("\"<\""),
    LESS_EQUAL("\"<=\""),
    GREATER("\">\""),
    GREATER_EQUAL("\">=\""),
    AND("\"&&\""),
    OR("\"||\""),
    NOT("\"!\"");

    private static final TokenKind[] BY_CODE = values();

    private final String description;
    private final byte code;

    // The code never leaves the process, so that the order of the constants may change.
    @SuppressWarnings("EnumOrdinal")
    TokenKind(String description) {
        this.description = description;
        this.code = (byte) ordinal();
    }

    String description() {
        return description;
    }

    /** How {@link Tokens} keeps the kind. */
    byte code() {
        return code;
    }

    static TokenKind of(byte code) {
        return BY_CODE[code];
    }
}
