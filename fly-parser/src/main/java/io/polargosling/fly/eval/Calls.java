package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyFunction.Outcome;
import io.polargosling.fly.eval.FlyFunction.Parameter;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.NumberValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.FlyValue.SetValue;
import io.polargosling.fly.eval.FlyValue.StringValue;
import io.polargosling.fly.syntax.Expression;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Calls of functions, among them the two that take expressions for values. */
final class Calls {

    private static final String TRY = "try";
    private static final String CAN = "can";

    private final Evaluator evaluator;
    private final EvaluationState state;
    private final Functions functions;

    Calls(Evaluator evaluator, EvaluationState state, Functions functions) {
        this.evaluator = evaluator;
        this.state = state;
        this.functions = functions;
    }

    @Nullable
    FlyValue call(Expression.Call call) {
        if (call.function().equals(TRY) || call.function().equals(CAN)) {
            return attempt(call);
        }
        List<FlyValue> arguments = arguments(call);
        Optional<FlyFunction> function = functions.find(call.function());
        if (function.isEmpty()) {
            var known = new TreeSet<>(functions.names());
            known.addAll(List.of(TRY, CAN));
            return state.unknown("function", call.function(), known, call.functionRange());
        }
        return arguments == null ? null : result(call, function.get(), arguments);
    }

    /** The first expression that has a value, or whether the only one has; what is wrong with the others is not reported. */
    private @Nullable FlyValue attempt(Expression.Call call) {
        boolean can = call.function().equals(CAN);
        if (call.expandLast()) {
            return problem(call, -1, "takes expressions and cannot expand a list with \"...\"");
        }
        if (call.arguments().isEmpty() || (can && call.arguments().size() > 1)) {
            return problem(
                    call,
                    -1,
                    "expected %s, found %d"
                            .formatted(
                                    can ? "1 argument" : "at least 1 argument",
                                    call.arguments().size()));
        }
        for (Expression argument : call.arguments()) {
            FlyValue value = evaluator.quietly(argument);
            if (can) {
                return FlyValue.of(value != null);
            }
            if (value != null) {
                return value;
            }
        }
        return problem(call, -1, "none of the expressions has a value");
    }

    /** Null after a diagnostic; every argument is evaluated. */
    private @Nullable List<FlyValue> arguments(Expression.Call call) {
        var arguments = new ArrayList<FlyValue>();
        boolean broken = false;
        for (Expression argument : call.arguments()) {
            FlyValue value = evaluator.value(argument);
            broken |= value == null;
            if (value != null) {
                arguments.add(value);
            }
        }
        if (broken || !call.expandLast() || arguments.isEmpty()) {
            return broken ? null : arguments;
        }
        FlyValue last = arguments.removeLast();
        switch (last) {
            case ListValue(List<FlyValue> items) -> arguments.addAll(items);
            case SetValue(List<FlyValue> items) -> arguments.addAll(items);
            case FlyValue other -> {
                state.wrongType(
                        "Only a list or set can be expanded with \"...\"",
                        "list or set",
                        other,
                        call.arguments().getLast().range());
                return null;
            }
        }
        return arguments;
    }

    private @Nullable FlyValue result(Expression.Call call, FlyFunction function, List<FlyValue> arguments) {
        Optional<String> miscount = miscount(function, arguments.size());
        if (miscount.isPresent()) {
            return problem(call, -1, miscount.get());
        }
        for (int i = 0; i < arguments.size(); i++) {
            Parameter parameter = parameter(function, i);
            Optional<FlyValue> misfit = parameter.misfit(arguments.get(i));
            if (misfit.isPresent()) {
                boolean item = parameter == Parameter.TEXTS
                        && Parameter.LIST_OR_SET.misfit(arguments.get(i)).isEmpty();
                return problem(
                        call,
                        i,
                        "expected " + parameter.word() + ", found " + (item ? "an item that is " : "")
                                + new Evaluated(misfit.get(), state.sensitive()).describe());
            }
        }
        Work work = state.work();
        arguments.forEach(argument -> work.spend(2 * size(argument)));
        Outcome outcome = function.body().call(new Arguments(List.copyOf(arguments), work));
        if (work.exhausted()) {
            state.reportExhaustion(call.range());
            return null;
        }
        return switch (outcome) {
            case Outcome.Value(FlyValue value) -> bounded(call, value);
            case Outcome.Problem(int at, String message, Optional<FlyValue> found) ->
                problem(
                        call,
                        at,
                        message
                                + found.map(value -> ", found " + new Evaluated(value, state.sensitive()).describe())
                                        .orElse(""));
        };
    }

    private static Parameter parameter(FlyFunction function, int index) {
        return function.parameters().get(Math.min(index, function.parameters().size() - 1));
    }

    private static Optional<String> miscount(FlyFunction function, int given) {
        int required = function.required();
        int most = function.parameters().size();
        if (given >= required && (function.variadic() || given <= most)) {
            return Optional.empty();
        }
        String expected = function.variadic()
                ? "at least " + required
                : required == most ? Integer.toString(required) : required + " to " + most;
        boolean one = function.variadic() ? required == 1 : most == 1;
        return Optional.of("expected " + expected + (one ? " argument" : " arguments") + ", found " + given);
    }

    private @Nullable FlyValue bounded(Expression.Call call, FlyValue value) {
        long size = size(value);
        state.work().spend(2 * size);
        return switch (value) {
            case StringValue text
            when size > Evaluator.MAX_TEXT -> problem(call, -1, "the text would be longer than " + Evaluator.MAX_TEXT);
            case ListValue list when size > Evaluator.MAX_ITEMS -> tooMany(call);
            case SetValue set when size > Evaluator.MAX_ITEMS -> tooMany(call);
            case ObjectValue object when size > Evaluator.MAX_ITEMS -> tooMany(call);
            case FlyValue fine -> fine;
        };
    }

    private @Nullable FlyValue tooMany(Expression.Call call) {
        return problem(call, -1, "the result would have more than " + Evaluator.MAX_ITEMS + " items");
    }

    private static long size(FlyValue value) {
        return switch (value) {
            case StringValue(String text) -> text.length();
            case NumberValue(BigDecimal number) -> Arithmetic.digits(number);
            case ListValue(List<FlyValue> items) -> items.size();
            case SetValue(List<FlyValue> items) -> items.size();
            case ObjectValue object -> object.entries().size();
            case FlyValue other -> 1;
        };
    }

    private @Nullable FlyValue problem(Expression.Call call, int at, String message) {
        List<Expression> written = call.arguments();
        // What a list was expanded to stands where the list stands.
        boolean expanded = call.expandLast() && at >= written.size() && !written.isEmpty();
        int index = expanded ? written.size() - 1 : at;
        boolean known = index >= 0 && index < written.size();
        return state.error(
                "function-argument",
                "Invalid function argument",
                known ? written.get(index).range() : call.range(),
                "Calling " + call.function() + ": " + message + ".");
    }
}
