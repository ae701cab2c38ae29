package io.polargosling.fly.decode;

import io.polargosling.fly.eval.Evaluated;
import io.polargosling.fly.eval.Inputs;
import io.polargosling.fly.eval.Variable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What all files of a Nest see: variables, locals, and what is given from outside.
 *
 * @param locals by name; empty for one that could not be evaluated, which has been reported
 * @param inputs the variables among them also hold for those a single file declares
 */
public record SharedScope(Map<String, Variable> variables, Map<String, Optional<Evaluated>> locals, Inputs inputs) {

    public SharedScope {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        locals = Collections.unmodifiableMap(new LinkedHashMap<>(locals));
    }

    /** That of a Nest without such a file, with nothing given. */
    public static SharedScope empty() {
        return of(Inputs.none());
    }

    /** That of a Nest without such a file. */
    public static SharedScope of(Inputs inputs) {
        return new SharedScope(Map.of(), Map.of(), inputs);
    }
}
