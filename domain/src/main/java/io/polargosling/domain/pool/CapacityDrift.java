package io.polargosling.domain.pool;

/**
 * A counter of slots that did not say what the runners' rows say.
 *
 * @param counter the pool's word, or {@value #ALL} for Apex and serverless together
 * @param counted slots that runners hold
 * @param stored what the counter said
 */
public record CapacityDrift(String counter, int counted, int stored) {

    /** The counter of Apex and serverless together. */
    public static final String ALL = "all";
}
