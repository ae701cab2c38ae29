package io.polargosling.domain.inventory;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.runner.RunnerId;
import java.util.Optional;

/**
 * A machine that carries our labels.
 *
 * @param region where it is; empty on the worker's own host
 * @param zone where it is in the region, where the cloud tells
 * @param cloudId the cloud's id of it
 */
public record CloudResource(
        RunnerId runner,
        CloudProvider provider,
        Optional<String> region,
        Optional<String> zone,
        String cloudId,
        Power power) {

    /** Whether it is on. */
    public enum Power {
        ON,
        /** On its way from one to the other. */
        CHANGING,
        OFF
    }

    /** A process on the worker's own host. */
    public static CloudResource local(RunnerId runner, String processes) {
        return new CloudResource(runner, CloudProvider.LOCAL, Optional.empty(), Optional.empty(), processes, Power.ON);
    }
}
