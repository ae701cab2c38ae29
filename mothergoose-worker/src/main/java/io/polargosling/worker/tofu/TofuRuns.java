package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.store.Fence;
import io.polargosling.worker.lease.HeldLease;
import java.util.function.Consumer;

/** Runs that bring machines to what is wished. At most one of an egg is under way, whatever dies. */
public interface TofuRuns {

    /**
     * Makes a run.
     *
     * @param beforeApply told what will be made and removed, after the plan was checked and before it is applied
     * @throws io.polargosling.domain.problem.UnavailableException when OpenTofu is missing, or this process is being
     *     stopped; a run that was started goes on then and is closed by the next owner
     */
    TofuResult run(ApplyRequest request, HeldLease lease, Consumer<PlanChanges> beforeApply);

    /**
     * Finds out what a run would change, and changes nothing: no lease, no run record, no lock of the state.
     *
     * @throws io.polargosling.domain.problem.UnavailableException as {@link #run}
     */
    DryRun dryRun(ApplyRequest request);

    /**
     * Closes the run that a former owner of the egg left open, if there is one: ends its processes, reads what they
     * said, settles its plan.
     *
     * @throws io.polargosling.domain.problem.UnavailableException while it may still be running on another host, or its
     *     processes do not end
     */
    void closeOpenRun(EggName egg, Fence fence);
}
