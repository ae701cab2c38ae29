package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.runner.RunnerId;
import java.util.List;
import java.util.Set;

/**
 * What a run is to bring about.
 *
 * @param revision the active one, whose version of OpenTofu is used
 * @param origin why the run is made
 * @param machines every one that is to exist after it
 * @param mayCreate those of them that may be missing before it
 * @param mayDestroy runners that may be removed by it
 * @param existing runners whose machine exists before it, as far as is known
 * @param variants of the compute module that it calls beside those of the machines
 */
public record ApplyRequest(
        EggRevision revision,
        PlanOrigin origin,
        List<Machine> machines,
        Set<RunnerId> mayCreate,
        Set<RunnerId> mayDestroy,
        Set<RunnerId> existing,
        VariantCalls variants) {

    public ApplyRequest {
        machines = List.copyOf(machines);
        mayCreate = Set.copyOf(mayCreate);
        mayDestroy = Set.copyOf(mayDestroy);
        existing = Set.copyOf(existing);
    }

    /** This without the machines of {@code strays}, but for those of {@code kept}. */
    public ApplyRequest without(Set<RunnerId> strays, Set<RunnerId> kept) {
        var staying = machines.stream()
                .filter(machine -> kept.contains(machine.runner().id())
                        || !strays.contains(machine.runner().id()))
                .toList();
        return with(staying);
    }

    /** This without machines that cannot be asked for. */
    ApplyRequest without(Set<RunnerId> refused) {
        return refused.isEmpty()
                ? this
                : with(machines.stream()
                        .filter(machine -> !refused.contains(machine.runner().id()))
                        .toList());
    }

    private ApplyRequest with(List<Machine> wanted) {
        return new ApplyRequest(revision, origin, wanted, mayCreate, mayDestroy, existing, variants);
    }

    /** True when something is to go that runners shared, which is told of no runner. */
    boolean retires() {
        var fleet = machines.stream().map(Machine::runner).toList();
        return !variants.forgotten(fleet).isEmpty();
    }
}
