package io.polargosling.fly.eval;

import static io.polargosling.fly.eval.FlyFunction.Parameter.NUMBER;

import io.polargosling.fly.eval.FlyFunction.Outcome;
import io.polargosling.fly.eval.FlyValue.ListValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Functions of numbers. */
final class NumberFunctions {

    /** As many as Terraform makes. */
    private static final int LONGEST_RANGE = 1024;

    private NumberFunctions() {}

    static Map<String, FlyFunction> all() {
        return Map.of(
                "abs", each(BigDecimal::abs),
                "ceil", each(number -> number.setScale(0, RoundingMode.CEILING)),
                "floor", each(number -> number.setScale(0, RoundingMode.FLOOR)),
                "min", extreme(BigDecimal::min),
                "max", extreme(BigDecimal::max),
                "range", FlyFunction.optional(1, NumberFunctions::range, NUMBER, NUMBER, NUMBER));
    }

    private static FlyFunction each(UnaryOperator<BigDecimal> change) {
        return FlyFunction.of(arguments -> Outcome.of(FlyValue.of(change.apply(arguments.number(0)))), NUMBER);
    }

    private static FlyFunction extreme(BinaryOperator<BigDecimal> better) {
        return FlyFunction.variadic(
                arguments -> {
                    BigDecimal best = arguments.number(0);
                    for (int i = 1; i < arguments.size(); i++) {
                        best = better.apply(best, arguments.number(i));
                    }
                    return Outcome.of(FlyValue.of(best));
                },
                NUMBER,
                NUMBER);
    }

    /** {@code range(end)}, {@code range(start, end)}, {@code range(start, end, step)}; the end is not part of it. */
    private static Outcome range(Arguments arguments) {
        BigDecimal start = arguments.size() == 1 ? BigDecimal.ZERO : arguments.number(0);
        BigDecimal end = arguments.number(arguments.size() == 1 ? 0 : 1);
        boolean down = end.compareTo(start) < 0;
        BigDecimal step = arguments.size() == 3 ? arguments.number(2) : BigDecimal.valueOf(down ? -1 : 1);
        if (end.compareTo(start) == 0) {
            return Outcome.of(new ListValue(List.of()));
        }
        if (step.signum() == 0 || down != step.signum() < 0) {
            return Outcome.problem(2, "the step must not be 0 and lead from the start to the end");
        }
        var items = new ArrayList<FlyValue>();
        for (BigDecimal next = start; down ? next.compareTo(end) > 0 : next.compareTo(end) < 0; next = next.add(step)) {
            if (items.size() == LONGEST_RANGE) {
                return Outcome.problem("the range would have more than " + LONGEST_RANGE + " items");
            }
            items.add(FlyValue.of(next));
        }
        return Outcome.of(new ListValue(items));
    }
}
