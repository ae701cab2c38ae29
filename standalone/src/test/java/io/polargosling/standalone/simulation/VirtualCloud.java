package io.polargosling.standalone.simulation;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.inventory.PowerSwitch;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.testkit.cloud.FakeCloud;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One cloud whose machines run agents: what ends or stops a machine there is told to the machine first. */
final class VirtualCloud implements Inventory, PowerSwitch {

    /** How late a listing tells, and how long a machine takes to stop. */
    private static final FakeCloud.Pace PACE =
            new FakeCloud.Pace(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(3));

    private final FakeCloud cloud;
    private final Machines machines;
    private final Consumer<String> tell;
    private long calls;

    VirtualCloud(CloudProvider provider, Loop loop, Machines machines, Consumer<String> tell) {
        this.cloud = new FakeCloud(provider, loop::trueTime, PACE);
        this.machines = machines;
        this.tell = tell;
    }

    FakeCloud inside() {
        return cloud;
    }

    /** How often it was asked for something that costs. */
    long calls() {
        return calls;
    }

    /** What OpenTofu does to make a machine. */
    FakeCloud.Creation create(RunnerId runner, Placement placement) {
        calls++;
        return cloud.create(runner, placement);
    }

    /** What OpenTofu does to remove one. */
    void destroy(RunnerId runner) {
        calls++;
        boolean was = cloud.machine(runner).isPresent();
        cloud.delete(runner);
        if (was) {
            machines.end(runner, "destroyed");
        }
    }

    @Override
    public List<CloudResource> list() {
        return cloud.list();
    }

    @Override
    public void delete(RunnerId runner) {
        tell.accept("machine of " + runner + " is deleted by its id");
        destroy(runner);
    }

    @Override
    public void stop(CloudResource machine) {
        calls++;
        cloud.stop(machine);
        machines.end(machine.runner(), "stopped");
    }

    @Override
    public void start(CloudResource machine) {
        calls++;
        cloud.start(machine);
        machines.boot(machine.runner(), this);
    }

    @Override
    public void invoke(CloudResource machine) {
        calls++;
        cloud.invoke(machine);
        machines.boot(machine.runner(), this);
    }

    /** Ends without anybody's call. */
    void vanish(RunnerId runner) {
        cloud.vanish(runner);
        machines.vanish(runner);
    }

    Optional<CloudResource> machine(RunnerId runner) {
        return cloud.machine(runner);
    }
}
