package io.polargosling.nest;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.problem.Finding;
import io.polargosling.fly.diagnostic.Diagnostic;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything a Nest declares at one moment. An egg is either in {@code eggs} or in {@code broken}; one that is in neither
 * is not declared.
 *
 * @param eggs those without an error
 * @param broken names with files that are there but not usable; what is stored under these names stays
 * @param policy the defaults when there is no file, empty when the file is broken
 * @param findings by file and place
 * @param diagnostics those of the findings that have a place in a file, with what a source line needs; same order
 */
public record NestSnapshot(
        SortedMap<EggName, NestEgg> eggs,
        SortedSet<EggName> broken,
        Optional<PruningPolicy> policy,
        List<Finding> findings,
        List<Diagnostic> diagnostics) {

    public NestSnapshot {
        eggs = Collections.unmodifiableSortedMap(new TreeMap<>((Map<EggName, NestEgg>) eggs));
        broken = Collections.unmodifiableSortedSet(new TreeSet<>((Collection<EggName>) broken));
        findings = List.copyOf(findings);
        diagnostics = List.copyOf(diagnostics);
    }

    public boolean hasErrors() {
        return findings.stream().anyMatch(Finding::isError);
    }
}
