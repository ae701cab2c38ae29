package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyValue.BoolValue;
import io.polargosling.fly.eval.FlyValue.NumberValue;
import io.polargosling.fly.eval.FlyValue.StringValue;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** The conversions operators, templates and functions make by themselves; the schema makes none. */
final class Conversions {

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?([0-9]{1,200}(\\.[0-9]{0,200})?|\\.[0-9]{1,200})([eE][+-]?[0-9]{1,3})?");

    private Conversions() {}

    static Optional<String> toText(FlyValue value) {
        return switch (value) {
            case StringValue(String text) -> Optional.of(text);
            case NumberValue number -> Optional.of(number.text());
            case BoolValue(boolean bool) -> Optional.of(Boolean.toString(bool));
            case FlyValue other -> Optional.empty();
        };
    }

    static Optional<BigDecimal> toNumber(FlyValue value) {
        return switch (value) {
            case NumberValue(BigDecimal number) -> Optional.of(number);
            case StringValue(String text) when NUMBER.matcher(text).matches() -> Optional.of(new BigDecimal(text));
            case FlyValue other -> Optional.empty();
        };
    }

    static Optional<Boolean> toBool(FlyValue value) {
        return switch (value) {
            case BoolValue(boolean bool) -> Optional.of(bool);
            case StringValue(String text) when text.equals("true") || text.equals("1") -> Optional.of(true);
            case StringValue(String text) when text.equals("false") || text.equals("0") -> Optional.of(false);
            case FlyValue other -> Optional.empty();
        };
    }

    static boolean isWhole(BigDecimal number) {
        return number.signum() == 0
                || number.scale() <= 0
                || number.stripTrailingZeros().scale() <= 0;
    }
}
