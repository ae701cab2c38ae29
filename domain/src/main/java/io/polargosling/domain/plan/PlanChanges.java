package io.polargosling.domain.plan;

import io.polargosling.domain.runner.RunnerId;
import java.util.List;

/** The runners a plan makes and removes. */
public record PlanChanges(List<RunnerId> created, List<RunnerId> destroyed) {

    public PlanChanges {
        created = List.copyOf(created);
        destroyed = List.copyOf(destroyed);
    }

    /** True when the plan changes nothing. */
    public boolean isEmpty() {
        return created.isEmpty() && destroyed.isEmpty();
    }
}
