package io.polargosling.domain.inventory;

import io.polargosling.domain.runner.RunnerId;
import java.util.List;

/**
 * What exists in one cloud.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
public interface Inventory {

    /** Everything there that carries our labels. What was made or removed a moment ago may be told late. */
    List<CloudResource> list();

    /** Removes a machine that is in no state; nothing when it is gone already. */
    void delete(RunnerId runner);
}
