package io.polargosling.fly.decode;

import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Expression;
import io.polargosling.fly.syntax.TemplatePart;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds the place in the file of a character inside a string. */
final class Insides {

    private Insides() {}

    /**
     * From the character to the end of the text when the value is a literal written without escapes; else, and when the
     * value comes from elsewhere, the whole value.
     */
    static SourceRange range(Optional<Attribute> attribute, SourceRange whole, int offset) {
        return attribute
                .flatMap(a -> literal(a.value(), whole))
                .filter(text -> text.endOffset() - text.startOffset() > offset)
                .map(text -> text.file().range(text.startOffset() + offset, text.endOffset()))
                .orElse(whole);
    }

    /** Where each item of a list stands: in the list when that is written out, else where the whole value does. */
    static List<SourceRange> items(Optional<Attribute> attribute, int count, SourceRange whole) {
        return attribute
                .map(Attribute::value)
                .filter(Expression.Tuple.class::isInstance)
                .map(value -> ((Expression.Tuple) value).items())
                .filter(items -> items.size() == count)
                .map(items -> items.stream().map(Expression::range).toList())
                .orElseGet(() -> Collections.nCopies(count, whole));
    }

    private static Optional<SourceRange> literal(Expression value, SourceRange whole) {
        if (value instanceof Expression.Tuple tuple) {
            return tuple.items().stream()
                    .filter(item -> item.range().equals(whole))
                    .findFirst()
                    .flatMap(item -> literal(item, whole));
        }
        if (value instanceof Expression.Template template
                && !template.heredoc()
                && template.parts().size() == 1
                && template.parts().getFirst() instanceof TemplatePart.Text text) {
            SourceRange range = text.range();
            boolean verbatim =
                    range.endOffset() - range.startOffset() == text.text().length();
            return verbatim ? Optional.of(range) : Optional.empty();
        }
        return Optional.empty();
    }
}
