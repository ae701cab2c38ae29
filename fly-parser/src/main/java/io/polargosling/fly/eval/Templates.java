package io.polargosling.fly.eval;

import io.polargosling.fly.syntax.Expression;
import io.polargosling.fly.syntax.TemplatePart;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Strings with parts to evaluate. */
final class Templates {

    private final Evaluator evaluator;
    private final EvaluationState state;
    private final Loops loops;

    Templates(Evaluator evaluator, EvaluationState state, Loops loops) {
        this.evaluator = evaluator;
        this.state = state;
        this.loops = loops;
    }

    /** A lone interpolation gives its value as it is, everything else gives a string. */
    @Nullable
    FlyValue template(Expression.Template template) {
        List<TemplatePart> parts = template.parts();
        if (!template.heredoc() && parts.size() == 1 && parts.getFirst() instanceof TemplatePart.Interpolation only) {
            return evaluator.value(only.expression());
        }
        if (parts.size() == 1 && parts.getFirst() instanceof TemplatePart.Text only) {
            return FlyValue.of(only.text());
        }
        var text = new StringBuilder();
        return append(parts, text) ? FlyValue.of(text.toString()) : null;
    }

    /** False after a diagnostic; the parts of a loop stop at the first, those in a row report each. */
    private boolean append(List<TemplatePart> parts, StringBuilder out) {
        boolean whole = true;
        for (TemplatePart part : parts) {
            whole &= switch (part) {
                case TemplatePart.Text plain -> append(plain.text(), part, out);
                case TemplatePart.Interpolation interpolation -> interpolated(interpolation, out);
                case TemplatePart.If condition -> chosen(condition, out);
                case TemplatePart.For loop -> loops.each(loop.intro(), () -> inner(loop.body(), part, out));
            };
            if (out.length() > Evaluator.MAX_TEXT || state.work().exhausted()) {
                return false;
            }
        }
        return whole;
    }

    private boolean append(String text, TemplatePart part, StringBuilder out) {
        out.append(text);
        if (!state.work().spend(text.length())) {
            state.reportExhaustion(part.range());
        } else if (out.length() > Evaluator.MAX_TEXT) {
            state.error(
                    "too-large",
                    "Text too long",
                    part.range(),
                    "The text would be longer than " + Evaluator.MAX_TEXT + ".");
            return false;
        }
        return true;
    }

    private boolean interpolated(TemplatePart.Interpolation part, StringBuilder out) {
        FlyValue value = evaluator.value(part.expression());
        if (value == null) {
            return false;
        }
        Optional<String> text = Conversions.toText(value);
        if (text.isEmpty()) {
            state.wrongType("Only strings, numbers and bools go into a template", "string", value, part.range());
            return false;
        }
        return append(text.get(), part, out);
    }

    private boolean chosen(TemplatePart.If part, StringBuilder out) {
        Boolean condition = evaluator.bool(part.condition(), "The condition of an \"if\" must be a bool");
        if (condition == null) {
            return false;
        }
        return inner(condition ? part.whenTrue() : part.whenFalse().orElse(List.of()), part, out);
    }

    /** The parts inside of a directive, one level deeper. */
    private boolean inner(List<TemplatePart> parts, TemplatePart directive, StringBuilder out) {
        if (!state.enter(directive.range())) {
            return false;
        }
        boolean whole = append(parts, out);
        state.leave();
        return whole;
    }
}
