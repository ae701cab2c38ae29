package io.polargosling.worker.inventory;

import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.PowerSwitch;
import io.polargosling.domain.problem.InvalidException;

/** Processes cannot be stopped and kept: on this host there is no Nadir, and nothing asks for this. */
final class LocalPower implements PowerSwitch {

    @Override
    public void stop(CloudResource machine) {
        throw refusal("stopping", machine);
    }

    @Override
    public void start(CloudResource machine) {
        throw refusal("starting", machine);
    }

    @Override
    public void invoke(CloudResource machine) {
        throw refusal("calling", machine);
    }

    private static InvalidException refusal(String what, CloudResource machine) {
        return new InvalidException(what + " runner " + machine.runner()
                + ": a process of this host can only be made and removed (expected: a machine of a cloud)");
    }
}
