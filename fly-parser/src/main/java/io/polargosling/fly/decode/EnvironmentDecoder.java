package io.polargosling.fly.decode;

import io.polargosling.fly.syntax.Attribute;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decodes {@code environment} blocks, whose names are free. */
final class EnvironmentDecoder {

    private EnvironmentDecoder() {}

    /** The values by name of the {@code environment} block, if there is one; each text or a secret URI. */
    static SortedMap<String, Located<String>> decode(BlockReader owner) {
        return owner.block("environment").map(EnvironmentDecoder::values).orElseGet(TreeMap::new);
    }

    private static SortedMap<String, Located<String>> values(BlockReader reader) {
        var values = new TreeMap<String, Located<String>>();
        for (Attribute attribute : reader.all()) {
            Texts.environmentName(attribute.name())
                    .ifPresent(problem -> reader.context()
                            .error(
                                    "invalid-name",
                                    "Invalid name",
                                    "\"%s\" is no name of an environment variable (%s)."
                                            .formatted(attribute.name(), problem.message()),
                                    attribute.nameRange()));
            reader.attribute(attribute.name()).textOrSecret().ifPresent(value -> values.put(attribute.name(), value));
        }
        reader.finish();
        return values;
    }
}
