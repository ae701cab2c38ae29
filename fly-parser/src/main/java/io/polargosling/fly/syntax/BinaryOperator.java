package io.polargosling.fly.syntax;

import org.jspecify.annotations.Nullable;

/** The operators with two operands; a higher level binds tighter, all bind to the left. */
public enum BinaryOperator {
    OR("||", 0),
    AND("&&", 1),
    EQUAL("==", 2),
    NOT_EQUAL("!=", 2),
    LESS("<", 3),
    LESS_OR_EQUAL("<=", 3),
    GREATER(">", 3),
    GREATER_OR_EQUAL(">=", 3),
    ADD("+", 4),
    SUBTRACT("-", 4),
    MULTIPLY("*", 5),
    DIVIDE("/", 5),
    REMAINDER("%", 5);

    private static final @Nullable BinaryOperator[] BY_TOKEN = byToken();

    private final String symbol;
    private final int level;

    BinaryOperator(String symbol, int level) {
        this.symbol = symbol;
        this.level = level;
    }

    private static @Nullable BinaryOperator[] byToken() {
        TokenKind[] kinds = TokenKind.values();
        var operators = new @Nullable BinaryOperator[kinds.length];
        for (TokenKind kind : kinds) {
            operators[kind.code()] = find(kind);
        }
        return operators;
    }

    public String symbol() {
        return symbol;
    }

    public int level() {
        return level;
    }

    /** The operator a token stands for, or null; asked behind every operand. */
    static @Nullable BinaryOperator of(TokenKind kind) {
        return BY_TOKEN[kind.code()];
    }

    private static @Nullable BinaryOperator find(TokenKind kind) {
        return switch (kind) {
            case OR -> OR;
            case AND -> AND;
            case EQUAL -> EQUAL;
            case NOT_EQUAL -> NOT_EQUAL;
            case LESS -> LESS;
            case LESS_EQUAL -> LESS_OR_EQUAL;
            case GREATER -> GREATER;
            case GREATER_EQUAL -> GREATER_OR_EQUAL;
            case PLUS -> ADD;
            case MINUS -> SUBTRACT;
            case STAR -> MULTIPLY;
            case SLASH -> DIVIDE;
            case PERCENT -> REMAINDER;
            default -> null;
        };
    }
}
