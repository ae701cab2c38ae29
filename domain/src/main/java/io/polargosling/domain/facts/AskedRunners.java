package io.polargosling.domain.facts;

import io.polargosling.domain.command.RunnersRequest;
import io.polargosling.domain.demand.RunnerTypeRule;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.planner.Breakers;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What runners that were asked for by hand become.
 *
 * @param limits how many slots the egg may hold at once
 */
public record AskedRunners(RunnerKind kind, Placement placement, Pool pool, SlotLimits limits) {

    /**
     * What {@code request} means for the egg: kind by the rule that holds for a job, the first place that is meant and
     * does not rest, or the first that is meant when all rest.
     *
     * @return empty when the egg has no such place
     */
    public static Optional<AskedRunners> of(
            Egg egg, PruningPolicy policy, RunnersRequest request, Breakers breakers, Instant now) {
        var config = egg.config();
        boolean privileged = request.privileged() || config.runner().agent().privileged();
        var kind = RunnerTypeRule.decide(config.type(), request.expected(), request.tags(), privileged);
        int all = config.runner().maxRunners();
        var ofPool = SlotLimits.of(
                kind == RunnerKind.VM
                        ? Math.min(StoredFacts.limits(egg, policy).apex().max(), all)
                        : all);
        var limits = config.type().isPresent() ? ofPool : ofPool.withAll(all);
        var pool = kind == RunnerKind.VM ? Pool.APEX : Pool.SERVERLESS;
        var meant = places(config, request);
        return meant.stream()
                .filter(place ->
                        breakers.restOf(place, kind, config.resources(), now).isEmpty())
                .findFirst()
                .or(() -> meant.stream().findFirst())
                .map(place -> new AskedRunners(kind, place, pool, limits));
    }

    /** How many more there is room for, by the counters. */
    public int room(List<CapacityUse> capacity) {
        int inPool = limits.pool() - used(capacity, pool::equals);
        int inAll = limits.all().isPresent()
                ? limits.all().getAsInt() - used(capacity, Pool::countsInAll)
                : Integer.MAX_VALUE;
        return Math.max(0, Math.min(inPool, inAll));
    }

    private static int used(List<CapacityUse> capacity, Predicate<Pool> counted) {
        return capacity.stream()
                .filter(use -> counted.test(use.pool()))
                .mapToInt(CapacityUse::used)
                .sum();
    }

    private static List<Placement> places(FleetConfig config, RunnersRequest request) {
        return config.placements().stream()
                .filter(place -> request.provider()
                        .map(provider -> provider == place.provider())
                        .orElse(true))
                .filter(place -> request.region().isEmpty() || request.region().equals(place.region()))
                .toList();
    }
}
