package io.polargosling.fly.eval;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A block with its expressions evaluated; nested blocks in the order written. */
public record EvaluatedBlock(
        String type, List<String> labels, SortedMap<String, Evaluated> attributes, List<EvaluatedBlock> blocks) {

    public EvaluatedBlock {
        labels = List.copyOf(labels);
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        blocks = List.copyOf(blocks);
    }
}
