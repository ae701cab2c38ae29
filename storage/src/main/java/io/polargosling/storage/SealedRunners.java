package io.polargosling.storage;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.CapacityDrift;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerStore;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runners, whose writes may carry a plan. */
final class SealedRunners implements RunnerStore {

    private final RunnerStore runners;
    private final SealedPlans plans;

    SealedRunners(RunnerStore runners, SealedPlans plans) {
        this.runners = runners;
        this.plans = plans;
    }

    @Override
    public List<Runner> write(RunnerWrite write) {
        return runners.write(write.withPlan(write.plan().map(plans::sealed)));
    }

    @Override
    public Optional<Runner> find(RunnerId id) {
        return runners.find(id);
    }

    @Override
    public List<Runner> ofEgg(EggName egg) {
        return runners.ofEgg(egg);
    }

    @Override
    public Page<Runner> list(RunnerFilter filter, PageRequest page) {
        return runners.list(filter, page);
    }

    @Override
    public List<EggName> due(Instant now, int limit) {
        return runners.due(now, limit);
    }

    @Override
    public ReserveOutcome reserve(List<Runner> fresh, SlotLimits limits, List<AuditEntry> audit, Fence fence) {
        return runners.reserve(fresh, limits, audit, fence);
    }

    @Override
    public List<CapacityUse> capacity(EggName egg) {
        return runners.capacity(egg);
    }

    @Override
    public List<CapacityDrift> recount(EggName egg, Fence fence) {
        return runners.recount(egg, fence);
    }

    @Override
    public int forgetTerminated(Instant limit, int atMost) {
        return runners.forgetTerminated(limit, atMost);
    }
}
