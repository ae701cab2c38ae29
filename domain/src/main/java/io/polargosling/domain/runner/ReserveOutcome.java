package io.polargosling.domain.runner;

import io.polargosling.domain.pool.CapacityUse;
import java.util.List;

/** What came of a reservation. */
public sealed interface ReserveOutcome {

    /** All rows were written and hold their slots. */
    record Reserved(List<Runner> runners) implements ReserveOutcome {}

    /** There was not room for all; nothing was written. */
    record Exhausted(CapacityUse use) implements ReserveOutcome {}
}
