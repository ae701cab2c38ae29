package io.polargosling.worker.observe;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.planner.Breakers;
import io.polargosling.domain.planner.Fleet;
import io.polargosling.domain.planner.PoolPolicy;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.demand.EggDemand;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Gathers an egg's facts. GitLab or a secret that cannot be reached leaves a gap that is named, and no more. */
public final class Observer {

    private static final int RECENT = 12;
    private static final String BUCKET = "bucket-target: machines for buckets are not made yet";

    private final Storage storage;
    private final EggDemand demand;
    private final Inventory inventory;
    private final InstantSource clock;

    /** @param inventory of the place all runners are made in */
    public Observer(Storage storage, EggDemand demand, Inventory inventory, InstantSource clock) {
        this.storage = storage;
        this.demand = demand;
        this.inventory = inventory;
        this.clock = clock;
    }

    /** The facts of {@code egg}, now. */
    public EggFacts observe(Egg egg) {
        // Rows before machines: a row says "booting" only after its machine was made, so one that is missing is gone.
        var live = storage.runners().ofEgg(egg.name());
        var machines = inventory.list().stream().map(CloudResource::runner).collect(Collectors.toSet());
        var recent = storage.runners()
                .list(new RunnerFilter(Optional.of(egg.name()), Optional.empty()), PageRequest.first(RECENT))
                .items();
        var fleet = new Fleet(live, recent, Optional.of(machines), Set.of());
        var limits = egg.config()
                .options()
                .pools()
                .or(() -> storage.policies().current().flatMap((PruningPolicy policy) -> policy.limitsFor(egg.name())))
                .orElseGet(() -> PoolLimits.defaults(egg.config().runner().maxRunners()));
        var found = demand.of(egg);
        return new EggFacts(
                egg,
                found.access(),
                jobs(egg, found),
                fleet,
                new PoolPolicy(limits, Duration.ofSeconds(30), Duration.ofHours(24)),
                Breakers.CLOSED,
                missing(egg, found),
                clock.instant());
    }

    private static Optional<List<CiJob>> jobs(Egg egg, EggDemand.Found found) {
        return switch (egg.config()) {
            case EggConfig _ -> found.jobs();
            case BucketConfig _ -> Optional.empty();
        };
    }

    private static Optional<String> missing(Egg egg, EggDemand.Found found) {
        return switch (egg.config()) {
            case EggConfig _ -> found.missing();
            case BucketConfig _ ->
                Optional.of(found.missing().map(why -> BUCKET + "; " + why).orElse(BUCKET));
        };
    }
}
