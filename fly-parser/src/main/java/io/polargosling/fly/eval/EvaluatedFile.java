package io.polargosling.fly.eval;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A file with its expressions evaluated and no schema applied; every block of it is here, {@code variable} ones too. */
public record EvaluatedFile(SortedMap<String, Evaluated> attributes, List<EvaluatedBlock> blocks) {

    public EvaluatedFile {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        blocks = List.copyOf(blocks);
    }
}
