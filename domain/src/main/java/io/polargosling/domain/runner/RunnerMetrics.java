package io.polargosling.domain.runner;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a runner measured of itself at one moment.
 *
 * @param at when it arrived
 * @param agentVersion empty when the agent does not run
 */
public record RunnerMetrics(RunnerId runner, Instant at, Usage usage, Load load, Optional<String> agentVersion) {

    /** How long a measurement is remembered. */
    public static final Duration KEPT = Duration.ofDays(7);

    /** True when it is forgotten by {@code now}, whether or not its row is still there. */
    public boolean isExpired(Instant now) {
        return !at.plus(KEPT).isAfter(now);
    }

    /**
     * How full the machine is, each in percent.
     *
     * @param cpu 0 to 100, all processors together
     * @param memory 0 to 100
     * @param disk 0 to 100, of the volume that builds are on
     */
    public record Usage(double cpu, double memory, double disk) {}

    /**
     * What the machine does.
     *
     * @param state in the runner's own words
     * @param jobs how many it has
     * @param failures failures it caused in its life
     * @param lastJobAt when it last had a job; empty when it never had one
     */
    public record Load(String state, int jobs, int failures, Optional<Instant> lastJobAt) {}
}
