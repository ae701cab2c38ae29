package io.polargosling.fly.eval;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is given to the files of a Nest from outside. It may hold secrets: for a sensitive variable nothing of it is shown.
 *
 * @param nestName what {@code nest.name} is; empty when nobody said
 * @param nestCommit what {@code nest.commit} is; empty outside a checkout
 * @param variables by name, of those several times given the last; a name no file declares is an error of that file
 */
public record Inputs(String nestName, String nestCommit, SortedMap<String, GivenValue> variables) {

    public Inputs {
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    }

    /** Nothing given: every variable has its default. */
    public static Inputs none() {
        return new Inputs("", "", new TreeMap<>());
    }

    /** The same for another Nest or commit. */
    public Inputs withNest(String name, String commit) {
        return new Inputs(name, commit, variables);
    }

    /** The same with more variables, which win over those here. */
    public Inputs withVariables(Map<String, GivenValue> more) {
        var all = new TreeMap<>(variables);
        all.putAll(more);
        return new Inputs(nestName, nestCommit, all);
    }

    @Override
    public String toString() {
        return "Inputs[nestName=" + nestName + ", nestCommit=" + nestCommit + ", variables=" + variables.keySet() + "]";
    }
}
