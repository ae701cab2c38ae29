package io.polargosling.api.egg;

import io.polargosling.api.plan.PlanBody;
import io.polargosling.api.runner.RunnerBody;
import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.Runner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an egg is doing.
 *
 * @param repos the names of a bucket's repos; none of an egg
 * @param dirty true when something asked for another look that was not taken yet
 * @param generation grows with everything that asks for another look
 * @param generationSeen the generation of the last look that was taken to its end
 * @param deploymentHistory newest first, at most 20
 */
record EggStatusBody(
        String eggName,
        String kind,
        List<String> repos,
        String state,
        @Nullable String reason,
        boolean dirty,
        long generation,
        long generationSeen,
        String configHash,
        @Nullable PlanBody latestPlan,
        List<PlanBody> deploymentHistory,
        List<RunnerBody> activeRunners,
        Pools pools,
        @Nullable Demand demand) {

    static EggStatusBody of(
            Egg egg, List<Plan> plans, List<Runner> runners, List<CapacityUse> capacity, Optional<Decision> newest) {
        var history = plans.stream().map(PlanBody::of).toList();
        return new EggStatusBody(
                egg.name().value(),
                EggBody.kindOf(egg),
                EggBody.reposOf(egg),
                EggBody.word(egg.state()),
                egg.reason().orElse(null),
                egg.generation() > egg.generationSeen(),
                egg.generation(),
                egg.generationSeen(),
                egg.active().hash(),
                history.isEmpty() ? null : history.getFirst(),
                history,
                runners.stream()
                        .filter(runner -> runner.state().wantsMachine())
                        .map(RunnerBody::of)
                        .toList(),
                Pools.of(egg, capacity),
                newest.map(Demand::of).orElse(null));
    }

    record Pools(Use apex, Use nadir, Use serverless) {

        static Pools of(Egg egg, List<CapacityUse> capacity) {
            int max = egg.config().runner().maxRunners();
            var limits = egg.config().options().pools().orElseGet(() -> PoolLimits.defaults(max));
            return new Pools(
                    use(Pool.APEX, capacity, limits.apex().max()),
                    use(Pool.NADIR, capacity, limits.nadir().max()),
                    use(Pool.SERVERLESS, capacity, max));
        }

        private static Use use(Pool pool, List<CapacityUse> capacity, int unusedMaximum) {
            return capacity.stream()
                    .filter(entry -> entry.pool() == pool)
                    .findFirst()
                    .map(entry -> new Use(entry.used(), entry.maximum()))
                    .orElseGet(() -> new Use(0, unusedMaximum));
        }
    }

    record Use(int used, int maximum) {}

    /** @param reasons one per change or refusal of the newest look */
    record Demand(int pending, int running, Instant at, List<String> reasons) {

        static Demand of(Decision decision) {
            return new Demand(decision.pending(), decision.running(), decision.at(), decision.reasons());
        }
    }
}
