package io.polargosling.worker.sync;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.nest.NestDiff;
import io.polargosling.nest.NestEgg;
import io.polargosling.nest.NestSnapshot;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes what one commit of the Nest says into the store, each object by itself. */
final class NestWriter {

    private static final int PAGE = 500;
    /** Up to this many eggs may go in one commit however few there are. */
    private static final int FEW = 3;

    private final Storage storage;
    private final InstantSource clock;
    private final CommitId commit;
    private final Fence fence;

    /**
     * What was written.
     *
     * @param dirty eggs to be looked at
     * @param findings those of the Nest and of the writing
     */
    record Written(int added, int changed, int removed, List<EggName> dirty, List<Finding> findings) {}

    NestWriter(Storage storage, InstantSource clock, CommitId commit, Fence fence) {
        this.storage = storage;
        this.clock = clock;
        this.commit = commit;
        this.fence = fence;
    }

    Written write(NestSnapshot snapshot) {
        var stored = liveHashes();
        var diff = NestDiff.of(snapshot, stored);
        var dirty = new ArrayList<EggName>();
        // The unchanged ones too: a mark of staleness may have to go.
        List.of(diff.added(), diff.changed(), diff.unchanged())
                .forEach(eggs -> eggs.forEach(egg -> {
                    var written = apply(egg);
                    if (written.generation() > written.generationSeen()) {
                        dirty.add(written.name());
                    }
                }));
        diff.stale().forEach(name -> storage.eggs().markStale(name, true, fence));
        var findings = new ArrayList<>(snapshot.findings());
        int removed = 0;
        if (diff.removed().size() > FEW && diff.removed().size() * 2 > stored.size()) {
            findings.add(massRemoval(diff.removed().size(), stored.size()));
        } else {
            diff.removed().forEach(this::remove);
            dirty.addAll(diff.removed());
            removed = diff.removed().size();
        }
        snapshot.policy().ifPresent(policy -> storage.policies().save(policy, commit, clock.instant(), fence));
        return new Written(diff.added().size(), diff.changed().size(), removed, dirty, findings);
    }

    private Egg apply(NestEgg egg) {
        return storage.eggs()
                .apply(egg.config(), egg.hash(), commit, clock.instant(), audit("egg.applied", egg.name()), fence);
    }

    private void remove(EggName name) {
        var reason = Optional.of("gone from the Nest at " + commit.abbreviated());
        storage.eggs().changeState(name, EggState.REMOVED, reason, audit("egg.removed", name), fence);
    }

    private static Finding massRemoval(int gone, int of) {
        return new Finding(
                Severity.ERROR,
                "mass-removal",
                Place.ofFile("Eggs"),
                "nest",
                "this commit removes " + gone + " of " + of
                        + " eggs (expected: at most half of them); none was removed",
                Optional.of("remove them in several commits if this is meant"));
    }

    private Map<EggName, String> liveHashes() {
        var hashes = new TreeMap<EggName, String>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = storage.eggs().list(new PageRequest(PAGE, cursor));
            page.items().stream()
                    .filter(egg -> egg.state() != EggState.REMOVED)
                    .forEach(egg -> hashes.put(egg.name(), egg.active().hash()));
            cursor = page.next();
        } while (cursor.isPresent());
        return hashes;
    }

    private AuditEntry audit(String action, EggName egg) {
        return AuditEntry.of(clock.instant(), "worker", action, "egg/" + egg, Map.of("commit", commit.value()));
    }
}
