package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;

/** A piece of a {@link Expression.Template}. */
public sealed interface TemplatePart {

    SourceRange range();

    /** Text as meant, not as written. */
    record Text(String text, SourceRange range) implements TemplatePart {}

    record Interpolation(Expression expression, SourceRange range) implements TemplatePart {}
}
