package io.polargosling.domain.policy;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.PoolLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * UglyFox's policy.
 *
 * @param failedThreshold 1 to 100 failures after which a runner ends
 * @param maxAge after which a runner ends
 * @param checkInterval how often runners are judged
 * @param rules in the order of the file
 */
public record PruningPolicy(
        int failedThreshold,
        Duration maxAge,
        Duration checkInterval,
        List<PoolCondition> conditions,
        List<PolicyRule> rules) {

    public PruningPolicy {
        conditions = List.copyOf(conditions);
        rules = List.copyOf(rules);
    }

    /** What holds when the Nest has no policy. */
    public static PruningPolicy defaults() {
        return new PruningPolicy(3, Duration.ofHours(24), Duration.ofMinutes(5), List.of(), List.of());
    }

    /** The limits of the condition that names {@code egg}, if one does. */
    public Optional<PoolLimits> limitsFor(EggName egg) {
        return conditions.stream()
                .filter(c -> c.eggs().isEmpty() || c.eggs().contains(egg))
                .map(PoolCondition::limits)
                .findFirst();
    }

    /**
     * Pool limits for the eggs it names; a template, not a shared pool.
     *
     * @param eggs empty for every egg
     */
    public record PoolCondition(
            String name,
            Set<EggName> eggs,
            PoolLimits limits,
            Optional<Integer> cpuThreshold,
            Optional<Integer> memoryThreshold) {

        public PoolCondition {
            eggs = Set.copyOf(eggs);
        }
    }

    /**
     * A rule.
     *
     * @param condition its text, already checked
     */
    public record PolicyRule(String name, String condition, Action action) {}

    /** What a rule orders. */
    public enum Action {
        TERMINATE,
        DEMOTE_TO_NADIR,
        PROMOTE_TO_APEX
    }
}
