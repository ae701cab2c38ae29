package io.polargosling.domain.inventory;

/**
 * Turning machines of one cloud on and off without making or removing them. Each call only asks; {@link Inventory} tells
 * when it is so. Asked again, nothing more happens.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}, and
 * {@link io.polargosling.domain.problem.NotFoundException} when the machine is gone.
 */
public interface PowerSwitch {

    /** Asks for the machine to be stopped; its disk stays. */
    void stop(CloudResource machine);

    /**
     * Asks for the machine to be started.
     *
     * @throws io.polargosling.domain.problem.CapacityException when the cloud has no room for it now
     */
    void start(CloudResource machine);

    /** Starts the one run of a machine that runs only when it is called. */
    void invoke(CloudResource machine);
}
