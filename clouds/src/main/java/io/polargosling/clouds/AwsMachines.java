package io.polargosling.clouds;

import io.polargosling.clouds.AwsRegions.Clients;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.runner.RunnerId;
import java.util.List;
import java.util.Optional;

/**
 * The Nest's machines of one form; failures of the SDK come through as they are.
 *
 * @param <T> what one is removed by
 */
sealed interface AwsMachines<T> permits AwsInstances, AwsServices, AwsFunctions {

    /** A machine, as others see it and as it is removed. */
    record Found<T>(CloudResource machine, T handle) {}

    /** Those that are there; of {@code only} when one is named. */
    List<Found<T>> find(Clients where, Optional<RunnerId> only);

    /** Removes one that was found; nothing when it has gone since. */
    void remove(Clients where, T handle);
}
