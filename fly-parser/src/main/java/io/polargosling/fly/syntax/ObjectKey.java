package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;

/** What stands before the {@code =} in an object. */
public sealed interface ObjectKey {

    SourceRange range();

    /** A bare name, which stands for itself and not for a variable. */
    record Bare(String name, SourceRange range) implements ObjectKey {}

    record Computed(Expression expression) implements ObjectKey {
        @Override
        public SourceRange range() {
            return expression.range();
        }
    }
}
