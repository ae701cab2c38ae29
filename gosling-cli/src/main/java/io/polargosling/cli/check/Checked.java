package io.polargosling.cli.check;

import io.polargosling.domain.problem.Finding;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was looked at and what was found.
 *
 * @param files those read, as reports call them, with {@code /}; a problem may concern one that is missing
 * @param problems sorted by file and place, none twice
 * @param strict whether a warning is as bad as an error
 */
record Checked(SortedSet<String> files, List<Problem> problems, boolean strict) {

    Checked {
        files = Collections.unmodifiableSortedSet(new TreeSet<>((Collection<String>) files));
        problems = problems.stream().sorted().distinct().toList();
    }

    int errors() {
        return (int) problems.stream().filter(Problem::isError).count();
    }

    int warnings() {
        return problems.size() - errors();
    }

    /** Whether a problem makes the check fail. */
    boolean fails(Problem problem) {
        return strict || problem.isError();
    }

    boolean failed() {
        return problems.stream().anyMatch(this::fails);
    }

    List<Finding> findings() {
        return problems.stream().map(Problem::finding).toList();
    }

    SortedMap<String, Integer> counts() {
        return new TreeMap<>(Map.of("errors", errors(), "files", files.size(), "warnings", warnings()));
    }

    /** The last line of the text report, without its line break. */
    String summary() {
        return number(files.size(), "file") + ": " + number(errors(), "error") + ", " + number(warnings(), "warning");
    }

    private static String number(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
