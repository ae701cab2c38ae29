package io.polargosling.fly.eval;

import io.polargosling.fly.syntax.Attribute;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What expressions of one file can name.
 *
 * @param variables {@code var.NAME}
 * @param locals {@code local.NAME}, not yet evaluated
 * @param sharedLocals {@code local.NAME} of another file, evaluated there; empty when that failed, which was reported there
 * @param roots any other first name, such as {@code egg}
 */
public record Scope(
        Map<String, Variable> variables,
        Map<String, Attribute> locals,
        Map<String, Optional<Evaluated>> sharedLocals,
        Map<String, FlyValue> roots) {

    public Scope {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        locals = Collections.unmodifiableMap(new LinkedHashMap<>(locals));
        sharedLocals = Collections.unmodifiableMap(new LinkedHashMap<>(sharedLocals));
        roots = Collections.unmodifiableMap(new LinkedHashMap<>(roots));
    }

    /** Nothing to name. */
    public static Scope empty() {
        return new Scope(Map.of(), Map.of(), Map.of(), Map.of());
    }

    /** Whether there is nothing to name, as in the default of a variable. */
    boolean isEmpty() {
        return variables.isEmpty() && locals.isEmpty() && sharedLocals.isEmpty() && roots.isEmpty();
    }
}
