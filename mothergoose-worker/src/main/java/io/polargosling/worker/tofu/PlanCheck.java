package io.polargosling.worker.tofu;

import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.runner.RunnerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds what a plan would do against what was asked for. */
final class PlanCheck {

    private final ApplyRequest request;
    private final TofuEvents events;
    private final Set<RunnerId> created;
    private final Set<RunnerId> destroyed;
    private final Set<RunnerId> halfMade;

    PlanCheck(ApplyRequest request, TofuEvents events) {
        this.request = request;
        this.events = events;
        this.created = withAction("create");
        this.destroyed = withAction("delete");
        // Their creation began in a run that was cut short: OpenTofu would make them anew.
        this.halfMade = withAction("replace");
        halfMade.retainAll(request.mayCreate());
    }

    /** The runners it makes and removes. */
    PlanChanges changes() {
        return new PlanChanges(List.copyOf(created), List.copyOf(destroyed));
    }

    /** True when it changes nothing. */
    boolean isEmpty() {
        return created.isEmpty() && destroyed.isEmpty() && !events.hasSharedChange();
    }

    /** Runners whose machine exists though it is in no state, or is half made. */
    Set<RunnerId> strays() {
        var strays = new HashSet<>(created);
        strays.retainAll(request.existing());
        strays.addAll(halfMade);
        return strays;
    }

    /** What it would do that nobody asked for. */
    List<String> refused() {
        var refused = new ArrayList<>(events.unexpected());
        events.planned().forEach((runner, action) -> {
            boolean asked = halfMade.contains(runner)
                    || (created.contains(runner) && request.mayCreate().contains(runner))
                    // Its machine is there: a stray, of which nothing is made.
                    || (created.contains(runner) && request.existing().contains(runner))
                    || (destroyed.contains(runner) && request.mayDestroy().contains(runner));
            if (!asked) {
                refused.add(action + " of " + runner);
            }
        });
        return refused;
    }

    private Set<RunnerId> withAction(String action) {
        var runners = new HashSet<RunnerId>();
        events.planned().forEach((runner, planned) -> {
            if (planned.equals(action)) {
                runners.add(runner);
            }
        });
        return runners;
    }
}
