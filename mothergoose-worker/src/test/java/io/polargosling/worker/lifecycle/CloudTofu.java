package io.polargosling.worker.lifecycle;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.Fence;
import io.polargosling.testkit.cloud.FakeCloud;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.tofu.ApplyRequest;
import io.polargosling.worker.tofu.DryRun;
import io.polargosling.worker.tofu.Machine;
import io.polargosling.worker.tofu.TofuResult;
import io.polargosling.worker.tofu.TofuRuns;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Runs that make and remove machines of a fake cloud, at once; what is in the cloud is in the state. */
final class CloudTofu implements TofuRuns {

    private final FakeCloud cloud;
    private final InstantSource clock;

    CloudTofu(FakeCloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.clock = clock;
    }

    @Override
    public TofuResult run(ApplyRequest request, HeldLease lease, Consumer<PlanChanges> beforeApply) {
        var missing = request.machines().stream()
                .filter(machine -> request.mayCreate().contains(machine.runner().id()))
                .filter(machine -> cloud.machine(machine.runner().id()).isEmpty())
                .toList();
        var leaving = request.mayDestroy().stream()
                .filter(id -> cloud.machine(id).isPresent())
                .toList();
        var changes = new PlanChanges(
                missing.stream().map(machine -> machine.runner().id()).toList(), leaving);
        if (changes.isEmpty()) {
            return new TofuResult.NoChange();
        }
        beforeApply.accept(changes);
        var created = new HashMap<RunnerId, String>();
        var failed = new HashMap<RunnerId, RunFailure>();
        missing.forEach(machine -> make(machine, created, failed));
        leaving.forEach(id -> remove(id, failed));
        var plan = Samples.plan(request.revision().egg(), clock.instant());
        return new TofuResult.Applied(plan, created, Set.copyOf(new HashSet<>(leaving)), failed);
    }

    private void make(Machine machine, Map<RunnerId, String> created, Map<RunnerId, RunFailure> failed) {
        var runner = machine.runner();
        switch (cloud.create(runner.id(), runner.origin().placement())) {
            case FakeCloud.Creation.Created made ->
                created.put(runner.id(), made.machine().cloudId());
            case FakeCloud.Creation.Refused refused -> failed.put(runner.id(), refused.why());
        }
    }

    private void remove(RunnerId id, Map<RunnerId, RunFailure> failed) {
        try {
            cloud.delete(id);
        } catch (UnavailableException e) {
            failed.put(id, new RunFailure(FailureCause.NETWORK, e.getMessage()));
        }
    }

    @Override
    public DryRun dryRun(ApplyRequest request) {
        throw new UnsupportedOperationException("nobody asks for it here");
    }

    @Override
    public void closeOpenRun(EggName egg, Fence fence) {
        // A run is over when its caller is.
    }
}
