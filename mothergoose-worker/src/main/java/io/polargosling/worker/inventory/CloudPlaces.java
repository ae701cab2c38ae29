package io.polargosling.worker.inventory;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggDigest;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.target.Pages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where machines of this installation may be: at the places of every egg there is or was lately, and of every runner that
 * is not gone, whatever its egg says by now. An installation whose eggs are all local is in no cloud.
 */
public final class CloudPlaces {

    private final Storage storage;
    /** The places of eggs that have not changed since. */
    private final Map<EggName, Known> known = new HashMap<>();

    private record Known(String hash, List<Placement> placements) {}

    /** Looks into {@code storage} when asked, not before. */
    public CloudPlaces(Storage storage) {
        this.storage = storage;
    }

    /**
     * The regions at {@code provider}; none when it is not used.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when the storage does not answer
     */
    public synchronized Set<String> regions(CloudProvider provider) {
        var digests = Pages.all(storage.eggs()::digests);
        known.keySet().retainAll(digests.stream().map(EggDigest::name).toList());
        var regions = new TreeSet<String>();
        Stream.concat(digests.stream().flatMap(this::ofEgg), ofRunners())
                .filter(placement -> placement.provider() == provider)
                .flatMap(placement -> placement.region().stream())
                .forEach(regions::add);
        return regions;
    }

    private Stream<Placement> ofEgg(EggDigest digest) {
        var before = known.get(digest.name());
        if (before == null || !before.hash().equals(digest.hash())) {
            var placements = storage.eggs()
                    .find(digest.name())
                    .map(Egg::config)
                    .map(config -> config.placements())
                    .orElse(List.of());
            known.put(digest.name(), new Known(digest.hash(), placements));
            return placements.stream();
        }
        return before.placements().stream();
    }

    private Stream<Placement> ofRunners() {
        return Stream.of(RunnerState.values())
                .filter(state -> state != RunnerState.TERMINATED)
                .map(state -> new RunnerFilter(Optional.empty(), Optional.of(state)))
                .flatMap(filter -> Pages.all(page -> storage.runners().list(filter, page)).stream())
                .map(runner -> runner.origin().placement());
    }
}
