package io.polargosling.domain.demand;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.store.Fence;
import java.util.List;

/** What was decided for eggs; the newest 50 per egg are kept. */
public interface DecisionStore {

    /** Adds a decision; a second one of the same generation takes the place of the first. */
    void record(Decision decision, Fence fence);

    /** Up to {@code limit} decisions, newest first. */
    List<Decision> newest(EggName egg, int limit);
}
