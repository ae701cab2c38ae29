package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;
import java.util.List;
import java.util.Optional;

/** A piece of a {@link Expression.Template}. */
public sealed interface TemplatePart {

    SourceRange range();

    /** Text as meant, not as written. */
    record Text(String text, SourceRange range) implements TemplatePart {}

    record Interpolation(Expression expression, SourceRange range) implements TemplatePart {}

    /** {@code %{if condition}...%{else}...%{endif}}; without an else {@code whenFalse} is empty. */
    record If(
            Expression condition,
            List<TemplatePart> whenTrue,
            Optional<List<TemplatePart>> whenFalse,
            SourceRange range)
            implements TemplatePart {
        public If {
            whenTrue = List.copyOf(whenTrue);
            whenFalse = whenFalse.map(List::copyOf);
        }
    }

    /** {@code %{for value in collection}...%{endfor}} */
    record For(ForIntro intro, List<TemplatePart> body, SourceRange range) implements TemplatePart {
        public For {
            body = List.copyOf(body);
        }
    }
}
