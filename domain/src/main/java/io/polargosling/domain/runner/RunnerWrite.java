package io.polargosling.domain.runner;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.store.Fence;
import java.util.List;
import java.util.Optional;

/**
 * One atomic write: all of it happens or none.
 *
 * @param runners rows to change, each at the version it was read; at most 8, all of one egg
 * @param audit rows to add; at most 8
 * @param plan a plan row to write with them
 * @param fence the lease this write is made under; empty only for moves that need none (heartbeat, order)
 * @param raiseGeneration whether the egg of the runners is to be looked at again
 */
public record RunnerWrite(
        List<Runner> runners,
        List<AuditEntry> audit,
        Optional<Plan> plan,
        Optional<Fence> fence,
        boolean raiseGeneration) {

    /** How many runners one atomic write may change. */
    public static final int MAX_RUNNERS = 8;

    public RunnerWrite {
        runners = List.copyOf(runners);
        audit = List.copyOf(audit);
    }

    /** A write under a lease that leaves the generation alone. */
    public static RunnerWrite fenced(Fence fence, Runner runner, AuditEntry... audit) {
        return new RunnerWrite(List.of(runner), List.of(audit), Optional.empty(), Optional.of(fence), false);
    }

    /** A write without a lease that asks for another look at the egg. */
    public static RunnerWrite unfenced(Runner runner, AuditEntry... audit) {
        return new RunnerWrite(List.of(runner), List.of(audit), Optional.empty(), Optional.empty(), true);
    }

    /** This write with another plan. */
    public RunnerWrite withPlan(Optional<Plan> changed) {
        return new RunnerWrite(runners, audit, changed, fence, raiseGeneration);
    }
}
