package io.polargosling.worker.deploy;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanBinding;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.plan.PlanInputs;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.store.Fence;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.tofu.ApplyRequest;
import io.polargosling.worker.tofu.DryRun;
import io.polargosling.worker.tofu.TofuResult;
import io.polargosling.worker.tofu.TofuRuns;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/** Plans what it is asked for as if the state were what the request says; remembers every call. */
final class FakeTofu implements TofuRuns {

    final List<ApplyRequest> planned = new ArrayList<>();
    int mutatingCalls;
    Optional<RunFailure> failure = Optional.empty();

    private final InstantSource clock;

    FakeTofu(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public TofuResult run(ApplyRequest request, HeldLease lease, Consumer<PlanChanges> beforeApply) {
        mutatingCalls++;
        return new TofuResult.NoChange();
    }

    @Override
    public DryRun dryRun(ApplyRequest request) {
        planned.add(request);
        if (failure.isPresent()) {
            return new DryRun.Failed(TofuPhase.PLAN, failure.get());
        }
        var revision = request.revision();
        var created = request.machines().stream()
                .map(machine -> machine.runner().id())
                .filter(request.mayCreate()::contains)
                .toList();
        var destroyed = request.mayDestroy().stream()
                .filter(request.existing()::contains)
                .sorted()
                .toList();
        var plan = Plan.pending(
                UUID.randomUUID(),
                revision.egg(),
                request.origin(),
                new PlanInputs(
                        revision.number(), revision.hash(), revision.commit(), Samples.hash('d'), "1.12.6", "{}"),
                new PlanChanges(created, destroyed),
                new PlanBinding(Samples.hash('e'), Samples.hash('f'), OptionalLong.of(1)),
                clock.instant());
        return new DryRun.Planned(plan.moveTo(PlanStatus.DISCARDED, clock.instant(), Optional.of("dry run")));
    }

    @Override
    public void closeOpenRun(EggName egg, Fence fence) {
        mutatingCalls++;
    }
}
