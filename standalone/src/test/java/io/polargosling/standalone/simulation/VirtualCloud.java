package io.polargosling.standalone.simulation;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.inventory.PowerSwitch;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.testkit.cloud.FakeCloud;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One cloud whose machines run agents: what ends or stops a machine there is told to the machine first. */
final class VirtualCloud implements Inventory, PowerSwitch {

    /** How late a listing tells, and how long a machine takes to stop. */
    private static final FakeCloud.Pace PACE =
            new FakeCloud.Pace(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(3));

    private final FakeCloud cloud;
    private final Loop loop;
    private final Weather weather;
    private final Machines machines;
    private final Consumer<String> tell;

    VirtualCloud(CloudProvider provider, Loop loop, Weather weather, Machines machines, Consumer<String> tell) {
        this.loop = loop;
        this.weather = weather;
        this.cloud = new FakeCloud(provider, loop::trueTime, PACE);
        this.machines = machines;
        this.tell = tell;
    }

    FakeCloud inside() {
        return cloud;
    }

    /** What OpenTofu does to make a machine. */
    FakeCloud.Creation create(RunnerId runner, Placement placement) {
        return answered(() -> cloud.create(runner, placement));
    }

    /** What OpenTofu does to remove one. */
    void destroy(RunnerId runner) {
        boolean was = cloud.machine(runner).isPresent();
        try {
            told(() -> cloud.delete(runner));
        } finally {
            // The answer may be lost when it was done.
            if (was && cloud.machine(runner).isEmpty()) {
                machines.end(runner, "destroyed");
            }
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
        told(() -> cloud.stop(machine));
        machines.end(machine.runner(), "stopped");
    }

    @Override
    public void start(CloudResource machine) {
        told(() -> cloud.start(machine));
        machines.boot(machine.runner(), this);
    }

    @Override
    public void invoke(CloudResource machine) {
        told(() -> cloud.invoke(machine));
        machines.boot(machine.runner(), this);
    }

    private void told(Runnable call) {
        var _ = answered(() -> {
            call.run();
            return true;
        });
    }

    /** No answer is a trouble from outside, whether or not what was asked for was done. */
    private <T> T answered(Supplier<T> call) {
        try {
            return call.get();
        } catch (UnavailableException e) {
            weather.troubleAll(loop.now());
            throw e;
        }
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
