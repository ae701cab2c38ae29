package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;
import java.util.List;

/**
 * Attributes and blocks in the order written. When an attribute stands twice both are here; a diagnostic says so.
 *
 * @param range from the opening to the closing brace, or the whole file
 */
public record Body(List<BodyItem> items, SourceRange range) {

    public Body {
        items = List.copyOf(items);
    }

    public List<Attribute> attributes() {
        return items.stream()
                .filter(Attribute.class::isInstance)
                .map(Attribute.class::cast)
                .toList();
    }

    public List<Block> blocks() {
        return items.stream()
                .filter(Block.class::isInstance)
                .map(Block.class::cast)
                .toList();
    }

    /** The blocks of one type. */
    public List<Block> blocks(String type) {
        return blocks().stream().filter(block -> block.type().equals(type)).toList();
    }
}
