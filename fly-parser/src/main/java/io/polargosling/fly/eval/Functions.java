package io.polargosling.fly.eval;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The functions by name; {@code try} and {@code can}, which see expressions, are the evaluator's. */
public final class Functions {

    private static final Functions STANDARD = new Functions();

    private final Map<String, FlyFunction> byName = new TreeMap<>();

    private Functions() {
        byName.putAll(TextFunctions.all());
        byName.putAll(NumberFunctions.all());
        byName.putAll(ListFunctions.all());
        byName.putAll(ObjectFunctions.all());
        byName.putAll(ConversionFunctions.all());
        byName.putAll(EncodingFunctions.all());
    }

    /** Those every file may call; they do what the functions of the same names do in Terraform and OpenTofu. */
    public static Functions standard() {
        return STANDARD;
    }

    Optional<FlyFunction> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }
}
