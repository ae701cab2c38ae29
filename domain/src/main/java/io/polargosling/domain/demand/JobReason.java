package io.polargosling.domain.demand;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why something was, or was not, done for a CI job.
 *
 * @param code stable, such as {@code no-matching-tags}
 * @param inputs what it was judged by; never a secret
 */
public record JobReason(Instant at, String code, Map<String, String> inputs) {

    public JobReason {
        inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    }

    /** True when {@code other} says the same, at whatever time. */
    public boolean saysTheSameAs(JobReason other) {
        return code.equals(other.code) && inputs.equals(other.inputs);
    }
}
