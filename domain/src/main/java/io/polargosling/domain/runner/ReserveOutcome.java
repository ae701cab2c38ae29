package io.polargosling.domain.runner;

import io.polargosling.domain.pool.CapacityUse;
import java.util.List;

/** What came of a reservation. */
public sealed interface ReserveOutcome {

    /** All rows were written and hold their slots. */
    record Reserved(List<Runner> runners) implements ReserveOutcome {}

    /**
     * There was not room for all; no runner was written.
     *
     * @param use of the pool; with {@code ofAllKinds} that of Apex and serverless together, under the name of the pool
     *     that was asked for
     * @param ofAllKinds true when the pool itself had room, but both kinds together did not
     */
    record Exhausted(CapacityUse use, boolean ofAllKinds) implements ReserveOutcome {

        /** A pool that is full. */
        public Exhausted(CapacityUse use) {
            this(use, false);
        }
    }
}
