package io.polargosling.fly.decode;

import io.polargosling.fly.eval.Evaluated;
import io.polargosling.fly.eval.Variable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The variables and locals all files of a Nest see.
 *
 * @param locals by name; empty for one that could not be evaluated, which has been reported
 */
public record SharedScope(Map<String, Variable> variables, Map<String, Optional<Evaluated>> locals) {

    public SharedScope {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        locals = Collections.unmodifiableMap(new LinkedHashMap<>(locals));
    }

    /** That of a Nest without such a file. */
    public static SharedScope empty() {
        return new SharedScope(Map.of(), Map.of());
    }
}
