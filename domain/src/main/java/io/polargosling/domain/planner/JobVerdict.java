package io.polargosling.domain.planner;

import io.polargosling.domain.demand.CiJob;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a decision means for one job that waits.
 *
 * @param code stable, such as {@code runner-starting} or {@code no-capacity}
 * @param inputs what it was judged by; never a secret
 */
public record JobVerdict(CiJob job, String code, Map<String, String> inputs) {

    public JobVerdict {
        inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    }
}
