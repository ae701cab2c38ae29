package io.polargosling.worker.observe;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.facts.StoredFacts;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.planner.Fleet;
import io.polargosling.domain.planner.PoolPolicy;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.demand.EggDemand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gathers an egg's facts. GitLab, a cloud or a secret that cannot be reached leaves a gap that is named, and no more. */
public final class Observer {

    private static final int RECENT = 12;

    private final Storage storage;
    private final EggDemand demand;
    private final ExistingMachines machines;
    private final Overload overload;
    private final StoredFacts stored;
    private final Duration heartbeat;
    private final InstantSource clock;

    /** @param heartbeat how often a runner is to report */
    public Observer(Storage storage, EggDemand demand, Clouds clouds, Duration heartbeat, InstantSource clock) {
        this.storage = storage;
        this.demand = demand;
        this.machines = new ExistingMachines(clouds, clock);
        this.overload = new Overload(storage.metrics());
        this.stored = new StoredFacts(storage, heartbeat);
        this.heartbeat = heartbeat;
        this.clock = clock;
    }

    /** The facts of {@code egg}, now. */
    public EggFacts observe(Egg egg) {
        // Rows before machines: a row says "booting" only after its machine was made, so one that is missing is gone.
        var live = storage.runners().ofEgg(egg.name());
        var listed = machines.at(providers(egg, live));
        var found = demand.of(egg);
        var policy = storage.policies().current().orElseGet(PruningPolicy::defaults);
        var now = clock.instant();
        return new EggFacts(
                egg,
                found.access(),
                found.jobs(),
                fleet(egg, live, listed, policy, now),
                listed.orElse(List.of()),
                new PoolPolicy(StoredFacts.limits(egg, policy), heartbeat, policy.maxAge()),
                stored.breakers(egg),
                found.missing(),
                now);
    }

    private Fleet fleet(
            Egg egg, List<Runner> live, Optional<List<CloudResource>> listed, PruningPolicy policy, Instant now) {
        var recent = storage.runners()
                .list(new RunnerFilter(Optional.of(egg.name()), Optional.empty()), PageRequest.first(RECENT))
                .items();
        return new Fleet(
                live,
                recent,
                listed.map(resources -> existing(live, resources)),
                overload.among(egg.name(), live, policy, now));
    }

    /** Where its machines are and where they may come to be. */
    private static Set<CloudProvider> providers(Egg egg, List<Runner> live) {
        return Stream.concat(
                        egg.config().placements().stream(),
                        live.stream().map(runner -> runner.origin().placement()))
                .map(Placement::provider)
                .collect(Collectors.toSet());
    }

    /** A cloud tells late of what was just made, so there one that is starting is there until its deadline. */
    private static Set<RunnerId> existing(List<Runner> live, List<CloudResource> listed) {
        return Stream.concat(
                        listed.stream().map(CloudResource::runner),
                        live.stream().filter(Observer::isToldLate).map(Runner::id))
                .collect(Collectors.toSet());
    }

    private static boolean isToldLate(Runner runner) {
        boolean starting = runner.state() == RunnerState.PROVISIONING || runner.state() == RunnerState.PROMOTING;
        return starting && runner.origin().placement().provider() != CloudProvider.LOCAL;
    }
}
