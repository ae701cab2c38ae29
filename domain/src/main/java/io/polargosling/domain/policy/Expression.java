package io.polargosling.domain.policy;

import java.util.List;

/** A checked part of a condition: its operands have the types their operators ask for. */
public sealed interface Expression {

    /** The type of its value. */
    FactValue.Type type();

    /** True when one part is; two parts at least. */
    record Or(List<Expression> parts) implements Expression {

        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public FactValue.Type type() {
            return FactValue.Type.BOOLEAN;
        }
    }

    /** True when all parts are; two parts at least. */
    record And(List<Expression> parts) implements Expression {

        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public FactValue.Type type() {
            return FactValue.Type.BOOLEAN;
        }
    }

    /** True when its part is false. */
    record Not(Expression part) implements Expression {

        @Override
        public FactValue.Type type() {
            return FactValue.Type.BOOLEAN;
        }
    }

    /** A comparison of two values of one type. {@code x IN [a, b]} is {@code x == a OR x == b}. */
    record Comparison(Expression left, Operator operator, Expression right) implements Expression {

        @Override
        public FactValue.Type type() {
            return FactValue.Type.BOOLEAN;
        }
    }

    /** What is known of the runner. */
    record Identifier(Fact fact) implements Expression {

        @Override
        public FactValue.Type type() {
            return fact.type();
        }
    }

    /** A value that was written down. */
    record Literal(FactValue value) implements Expression {

        @Override
        public FactValue.Type type() {
            return value.type();
        }
    }

    /** The comparisons. */
    enum Operator {
        EQUAL("=="),
        NOT_EQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** As it is written. */
        public String sign() {
            return sign;
        }

        /** True when it asks which of two values is larger. */
        boolean needsOrder() {
            return this != EQUAL && this != NOT_EQUAL;
        }

        boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case NOT_EQUAL -> comparison != 0;
                case LESS -> comparison < 0;
                case AT_MOST -> comparison <= 0;
                case GREATER -> comparison > 0;
                case AT_LEAST -> comparison >= 0;
            };
        }
    }
}
