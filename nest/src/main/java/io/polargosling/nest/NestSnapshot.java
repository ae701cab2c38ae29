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
 * Everything a Nest declares at one moment. An egg is either in {@code eggs} or in {@code broken}, and a bucket either in
 * {@code buckets} or in {@code broken}; a name that is in none is not declared.
 *
 * @param eggs those without an error
 * @param buckets those without an error
 * @param broken names with files that are there but not usable; what is stored under these names stays
 * @param policy the defaults when there is no file, empty when the file is broken
 * @param infrastructure empty when there is no file, or a broken one
 * @param problems of all files and between them
 */
public record NestSnapshot(
        SortedMap<EggName, NestEgg> eggs,
        SortedMap<EggName, NestBucket> buckets,
        SortedSet<EggName> broken,
        NestJobs jobs,
        Optional<PruningPolicy> policy,
        Optional<NestInfrastructure> infrastructure,
        CheckedFiles problems) {

    public NestSnapshot {
        eggs = Collections.unmodifiableSortedMap(new TreeMap<>((Map<EggName, NestEgg>) eggs));
        buckets = Collections.unmodifiableSortedMap(new TreeMap<>((Map<EggName, NestBucket>) buckets));
        broken = Collections.unmodifiableSortedSet(new TreeSet<>((Collection<EggName>) broken));
    }

    /** The eggs and the buckets, by name: they share one name space. */
    public SortedMap<EggName, NestEntry> fleets() {
        var fleets = new TreeMap<EggName, NestEntry>(eggs);
        fleets.putAll(buckets);
        return fleets;
    }

    /** By file and place. */
    public List<Finding> findings() {
        return problems.findings();
    }

    /** Those of the findings that have a place in a file, with what a source line needs; same order. */
    public List<Diagnostic> diagnostics() {
        return problems.diagnostics();
    }

    public boolean hasErrors() {
        return problems.hasErrors();
    }
}
