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

    private final String symbol;
    private final int level;

    BinaryOperator(String symbol, int level) {
        this.symbol = symbol;
        this.level = level;
    }

    public String symbol() {
        return symbol;
    }

    public int level() {
        return level;
    }

    static @Nullable BinaryOperator of(TokenKind kind) {
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
