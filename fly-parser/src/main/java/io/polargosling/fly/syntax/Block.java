package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;
import java.util.List;

/** {@code type "label" { body }} */
public record Block(String type, List<BlockLabel> labels, Body body, SourceRange typeRange, SourceRange range)
        implements BodyItem {

    public Block {
        labels = List.copyOf(labels);
    }

    /** Type and labels, without the body: what a diagnostic about the whole block points at. */
    public SourceRange header() {
        return labels.isEmpty() ? typeRange : typeRange.to(labels.getLast().range());
    }
}
