package io.polargosling.domain.policy;

import java.math.BigDecimal;
import java.time.Duration;

/** A value in a condition: a literal, or what is known of a runner. */
public sealed interface FactValue {

    /** What it may be compared with. */
    Type type();

    /** The types; values compare only with values of their own. */
    enum Type {
        NUMBER("a number"),
        DURATION("a duration"),
        TEXT("a text"),
        BOOLEAN("true or false");

        private final String phrase;

        Type(String phrase) {
            this.phrase = phrase;
        }

        /** As it stands in a sentence, such as {@code a number}. */
        public String phrase() {
            return phrase;
        }

        /** True when values of this type can be smaller and larger. */
        boolean isOrdered() {
            return this == NUMBER || this == DURATION;
        }
    }

    /** A number; trailing zeros make no difference. */
    record Amount(BigDecimal value) implements FactValue {

        public Amount {
            value = value.stripTrailingZeros();
        }

        @Override
        public Type type() {
            return Type.NUMBER;
        }
    }

    /** A duration. */
    record Span(Duration value) implements FactValue {

        @Override
        public Type type() {
            return Type.DURATION;
        }
    }

    /** A text. */
    record Text(String value) implements FactValue {

        @Override
        public Type type() {
            return Type.TEXT;
        }
    }

    /** True or false. */
    record Flag(boolean value) implements FactValue {

        @Override
        public Type type() {
            return Type.BOOLEAN;
        }
    }
}
