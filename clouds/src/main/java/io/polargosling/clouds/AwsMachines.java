package io.polargosling.clouds;

import io.polargosling.clouds.AwsRegions.Clients;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.runner.RunnerId;
import java.util.List;

/** The Nest's machines of one form; failures of the SDK come through as they are. */
sealed interface AwsMachines permits AwsInstances, AwsServices, AwsFunctions {

    List<CloudResource> list(Clients where);

    /** Removes the runner's machine there; nothing when there is none. */
    void delete(Clients where, RunnerId runner);
}
