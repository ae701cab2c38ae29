package io.polargosling.domain.demand;

import io.polargosling.domain.egg.EggName;
import java.time.Instant;
import java.util.List;

/**
 * What one look at an egg found and decided.
 *
 * @param generation the generation that was read at its begin
 * @param pending jobs of the egg that waited
 * @param running jobs of the egg that ran
 * @param reasons one line per change or refusal, such as {@code create: jobs-waiting}
 */
public record Decision(EggName egg, long generation, Instant at, int pending, int running, List<String> reasons) {

    public Decision {
        reasons = List.copyOf(reasons);
    }
}
