package io.polargosling.worker.reconcile;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanBinding;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.plan.PlanInputs;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.Fence;
import io.polargosling.testkit.cloud.FakeCloud;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.tofu.ApplyRequest;
import io.polargosling.worker.tofu.DryRun;
import io.polargosling.worker.tofu.Machine;
import io.polargosling.worker.tofu.TofuResult;
import io.polargosling.worker.tofu.TofuRuns;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs that make machines of a {@link FakeCloud}, keep a state of their own as OpenTofu does, and fail when told. */
final class FakeRuns implements TofuRuns {

    final List<ApplyRequest> requests = new ArrayList<>();
    final Set<RunnerId> state = new TreeSet<>();
    private final FakeCloud cloud;
    private final InstantSource clock;
    private final Deque<TofuResult> scripted = new ArrayDeque<>();

    FakeRuns(FakeCloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.clock = clock;
    }

    /** The next run comes to this, and changes nothing. */
    void next(TofuResult result) {
        scripted.add(result);
    }

    @Override
    public TofuResult run(ApplyRequest request, HeldLease lease, Consumer<PlanChanges> beforeApply) {
        requests.add(request);
        if (!scripted.isEmpty()) {
            return scripted.removeFirst();
        }
        var wanted = request.machines().stream()
                .collect(Collectors.toMap(machine -> machine.runner().id(), Machine::runner));
        var created = wanted.keySet().stream()
                .filter(id -> !state.contains(id))
                .sorted()
                .toList();
        var destroyed = state.stream().filter(id -> !wanted.containsKey(id)).toList();
        var strays = created.stream().filter(request.existing()::contains).collect(Collectors.toSet());
        if (!strays.isEmpty()) {
            return new TofuResult.Strays(strays);
        }
        if (created.isEmpty() && destroyed.isEmpty()) {
            return new TofuResult.NoChange();
        }
        var changes = new PlanChanges(created, destroyed);
        beforeApply.accept(changes);
        return apply(request, wanted, changes);
    }

    private TofuResult apply(ApplyRequest request, Map<RunnerId, Runner> wanted, PlanChanges changes) {
        Map<RunnerId, String> made = new TreeMap<>();
        Map<RunnerId, RunFailure> failed = new HashMap<>();
        for (var id : changes.created()) {
            switch (cloud.create(
                    id, Objects.requireNonNull(wanted.get(id)).origin().placement())) {
                case FakeCloud.Creation.Created there -> {
                    state.add(id);
                    made.put(id, there.machine().cloudId());
                }
                case FakeCloud.Creation.Refused refused -> failed.put(id, refused.why());
            }
        }
        changes.destroyed().forEach(id -> {
            cloud.delete(id);
            state.remove(id);
        });
        return new TofuResult.Applied(plan(request, changes), made, Set.copyOf(changes.destroyed()), failed);
    }

    private Plan plan(ApplyRequest request, PlanChanges changes) {
        var revision = request.revision();
        var inputs = new PlanInputs(revision.number(), revision.hash(), revision.commit(), "m", "1.12.6", "{}");
        var binding = new PlanBinding("f".repeat(64), "v".repeat(64), OptionalLong.empty());
        return Plan.pending(
                UUID.randomUUID(), revision.egg(), request.origin(), inputs, changes, binding, clock.instant());
    }

    @Override
    public DryRun dryRun(ApplyRequest request) {
        throw new UnsupportedOperationException("these tests plan nothing without applying it");
    }

    @Override
    public void closeOpenRun(EggName egg, Fence fence) {
        // A run of these ends before it returns.
    }
}
