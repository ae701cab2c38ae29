package io.polargosling.fly.eval;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** What an expression evaluates to. Values may share parts, so walking one can cost far more than its making did. */
public sealed interface FlyValue {

    FlyType type();

    record StringValue(String value) implements FlyValue {
        @Override
        public FlyType type() {
            return FlyType.STRING;
        }
    }

    record NumberValue(BigDecimal value) implements FlyValue {
        @Override
        public FlyType type() {
            return FlyType.NUMBER;
        }

        /** Without exponent and trailing zeros. */
        public String text() {
            return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
        }
    }

    record BoolValue(boolean value) implements FlyValue {
        @Override
        public FlyType type() {
            return FlyType.BOOL;
        }
    }

    /** A list or tuple. */
    record ListValue(List<FlyValue> items) implements FlyValue {
        public ListValue {
            items = List.copyOf(items);
        }

        @Override
        public FlyType type() {
            return FlyType.LIST;
        }
    }

    /** Items that differ from each other, in the order {@code toset} gives them: strings and numbers sorted. */
    record SetValue(List<FlyValue> items) implements FlyValue {
        public SetValue {
            items = List.copyOf(items);
        }

        @Override
        public FlyType type() {
            return FlyType.SET;
        }
    }

    /** An object or map; entries in the order written. */
    record ObjectValue(SequencedMap<String, FlyValue> entries) implements FlyValue {
        public ObjectValue {
            entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
        }

        /** One with its entries sorted by name, whatever the order of the map. */
        public static ObjectValue of(Map<String, ? extends FlyValue> entries) {
            return new ObjectValue(new TreeMap<>(entries));
        }

        @Override
        public FlyType type() {
            return FlyType.OBJECT;
        }
    }

    record NullValue() implements FlyValue {
        @Override
        public FlyType type() {
            return FlyType.NULL;
        }
    }

    static FlyValue of(String text) {
        return new StringValue(text);
    }

    static FlyValue of(boolean bool) {
        return new BoolValue(bool);
    }

    static FlyValue of(BigDecimal number) {
        return new NumberValue(number);
    }

    static FlyValue of(long number) {
        return new NumberValue(BigDecimal.valueOf(number));
    }

    /** For a diagnostic: the type, and of short simple values the value; never for secrets. */
    default String describe() {
        return switch (this) {
            case StringValue(String value) -> "string " + quoted(value);
            case NumberValue number -> "number " + cut(number.text());
            case BoolValue(boolean value) -> "bool " + value;
            case ListValue list -> "list";
            case SetValue set -> "set";
            case ObjectValue object -> "object";
            case NullValue nothing -> "null";
        };
    }

    private static String cut(String text) {
        if (text.length() <= 60) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(56)) ? 56 : 57;
        return text.substring(0, end) + "...";
    }

    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        cut(text).codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                        out.append("\\u%04X".formatted(c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }
}
