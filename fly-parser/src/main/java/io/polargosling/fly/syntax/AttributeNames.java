package io.polargosling.fly.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of one body by name; bodies are small as a rule, so the map is made for large ones only. */
final class AttributeNames {

    private static final int SMALL = 12;

    private final List<Attribute> few = new ArrayList<>(SMALL);
    private @Nullable Map<String, Attribute> many;

    /** Adds an attribute, or gives the one that has its name already. */
    @Nullable
    Attribute add(Attribute attribute) {
        if (many != null) {
            return many.putIfAbsent(attribute.name(), attribute);
        }
        for (Attribute known : few) {
            if (known.name().equals(attribute.name())) {
                return known;
            }
        }
        few.add(attribute);
        if (few.size() == SMALL) {
            many = new HashMap<>();
            for (Attribute known : few) {
                many.put(known.name(), known);
            }
        }
        return null;
    }
}
