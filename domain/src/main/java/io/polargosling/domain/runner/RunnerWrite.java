package io.polargosling.domain.runner;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.InvalidException;
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
 * @param limits for slots the write takes, all of one pool; empty for those of the last reservation from that pool
 */
public record RunnerWrite(
        List<Runner> runners,
        List<AuditEntry> audit,
        Optional<Plan> plan,
        Optional<Fence> fence,
        boolean raiseGeneration,
        Optional<SlotLimits> limits) {

    /** How many runners one atomic write may change. */
    public static final int MAX_RUNNERS = 8;

    public RunnerWrite {
        runners = List.copyOf(runners);
        audit = List.copyOf(audit);
    }

    /** A write that takes no slot, or only as the last reservation allows it. */
    public RunnerWrite(
            List<Runner> runners,
            List<AuditEntry> audit,
            Optional<Plan> plan,
            Optional<Fence> fence,
            boolean raiseGeneration) {
        this(runners, audit, plan, fence, raiseGeneration, Optional.empty());
    }

    /**
     * The one egg of {@code runners}.
     *
     * @throws InvalidException when they are of several eggs, none at all, or more than one write may change
     */
    public static EggName eggOf(List<Runner> runners) {
        var eggs = runners.stream().map(Runner::egg).distinct().toList();
        if (eggs.size() != 1 || runners.size() > MAX_RUNNERS) {
            throw new InvalidException("writing " + runners.size() + " runners of " + eggs.size()
                    + " eggs (expected: 1 to " + MAX_RUNNERS + " of one egg)");
        }
        return eggs.getFirst();
    }

    /**
     * The one pool whose slots {@code fresh} runners are to hold.
     *
     * @throws InvalidException when they are of several pools, or one has no slot
     */
    public static Pool poolOf(List<Runner> fresh) {
        var pools = fresh.stream().map(Runner::slot).distinct().toList();
        if (pools.size() != 1 || pools.getFirst().isEmpty()) {
            throw new InvalidException("reserving runners of " + pools.size() + " pools (expected: slots of one pool)");
        }
        return pools.getFirst().get();
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
        return new RunnerWrite(runners, audit, changed, fence, raiseGeneration, limits);
    }

    /** This write, which takes slots only below {@code changed}. */
    public RunnerWrite withLimits(SlotLimits changed) {
        return new RunnerWrite(runners, audit, plan, fence, raiseGeneration, Optional.of(changed));
    }
}
