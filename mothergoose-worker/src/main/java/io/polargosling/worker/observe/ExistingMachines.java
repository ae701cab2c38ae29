package io.polargosling.worker.observe;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.problem.GoslingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What exists in the clouds. This host is asked each time; a cloud that has to be called is asked once in a while for
 * all eggs together.
 */
final class ExistingMachines {

    private static final Logger log = LoggerFactory.getLogger(ExistingMachines.class);
    /** How long an answer holds. */
    static final Duration REMEMBERED = Duration.ofSeconds(15);

    private final Clouds clouds;
    private final InstantSource clock;
    private final Map<CloudProvider, Listing> listings = new ConcurrentHashMap<>();

    private record Listing(Instant at, List<CloudResource> machines) {}

    ExistingMachines(Clouds clouds, InstantSource clock) {
        this.clouds = clouds;
        this.clock = clock;
    }

    /** The machines at {@code providers}; empty when one of them is unknown here or does not answer. */
    Optional<List<CloudResource>> at(Set<CloudProvider> providers) {
        var machines = new ArrayList<CloudResource>();
        for (var provider : providers) {
            var listed = clouds.of(provider).flatMap(cloud -> list(provider, cloud.inventory()));
            if (listed.isEmpty()) {
                return Optional.empty();
            }
            machines.addAll(listed.get());
        }
        return Optional.of(machines);
    }

    private Optional<List<CloudResource>> list(CloudProvider provider, Inventory inventory) {
        var now = clock.instant();
        var known = listings.get(provider);
        if (known != null
                && provider != CloudProvider.LOCAL
                && !now.isBefore(known.at())
                && now.isBefore(known.at().plus(REMEMBERED))) {
            return Optional.of(known.machines());
        }
        try {
            var listing = new Listing(now, inventory.list());
            listings.put(provider, listing);
            return Optional.of(listing.machines());
        } catch (GoslingException e) {
            log.warn("machines not listed cloud={} cause=\"{}\"", provider.word(), e.getMessage());
            return Optional.empty();
        }
    }
}
