package io.polargosling.uglyfox.act;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.SendOutcome;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.uglyfox.evaluate.Fleets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Eggs and runners in a real database in memory, and what was sent. */
public final class StoredFleet implements AutoCloseable {

    private static final SlotLimits LIMITS = SlotLimits.of(1000);

    private final Storage storage = JdbcStorage.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=0");
    private final List<Command> sent = new ArrayList<>();
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    public Storage storage() {
        return storage;
    }

    /** Takes commands and delivers none; the delivery of the real queue is its own module's business. */
    public CommandQueue queue() {
        return new CommandQueue() {
            @Override
            public void send(Command command) {
                sent.add(command);
            }

            @Override
            public void send(Command command, Duration delay) {
                sent.add(command);
            }

            @Override
            public List<SendOutcome> sendAll(List<Command> commands) {
                commands.forEach(this::send);
                return commands.stream()
                        .<SendOutcome>map(command -> new SendOutcome.Sent())
                        .toList();
            }

            @Override
            public void check() {}
        };
    }

    /** What was sent so far. */
    public List<Command> sent() {
        return List.copyOf(sent);
    }

    /** Forgets what was sent. */
    public void forgetSent() {
        sent.clear();
    }

    /** An egg as it is after its first sync. */
    public Egg addEgg(String name, int maxRunners) {
        var audit = Samples.audit("egg/" + name);
        return storage.eggs()
                .apply(
                        Fleets.egg(name, maxRunners).config(),
                        Samples.hash('a'),
                        Samples.COMMIT,
                        Fleets.NOW,
                        audit,
                        fence("nest-sync"));
    }

    /** {@code runner} in the database: reserved first, then moved along legal ways to what it is. */
    public Runner add(Runner runner) {
        var id = RunnerId.random(random);
        var reserved = Runner.reserved(
                id,
                runner.origin(),
                runner.slot().orElse(Pool.APEX),
                runner.origin().createdAt());
        var _ = storage.runners().reserve(List.of(reserved), LIMITS, List.of(), fence("egg:" + runner.egg()));
        var last = reserved.withVersion(1);
        for (var step : way(runner.state())) {
            last = write(last, step);
        }
        var wanted = new Runner(
                id,
                runner.origin(),
                runner.status(),
                runner.schedule(),
                runner.pulse(),
                runner.identity(),
                runner.slot(),
                last.version());
        return storage.runners()
                .write(RunnerWrite.unfenced(wanted).withLimits(LIMITS))
                .getFirst();
    }

    private Runner write(Runner runner, RunnerState next) {
        var moved = runner.moveTo(next, Fleets.NOW, Optional.empty());
        return storage.runners()
                .write(RunnerWrite.unfenced(moved).withLimits(LIMITS))
                .getFirst();
    }

    private static List<RunnerState> way(RunnerState state) {
        return switch (state) {
            case PROVISIONING, ACTIVE, FAILED, TERMINATING -> List.of();
            case IDLE, BUSY, DRAINING -> List.of(RunnerState.ACTIVE);
            case TERMINATED -> List.of(RunnerState.TERMINATING);
            case DEMOTING -> List.of(RunnerState.ACTIVE, RunnerState.IDLE);
            case DORMANT -> List.of(RunnerState.ACTIVE, RunnerState.IDLE, RunnerState.DEMOTING);
            case PROMOTING -> List.of(RunnerState.ACTIVE, RunnerState.IDLE, RunnerState.DEMOTING, RunnerState.DORMANT);
        };
    }

    /** A lease freshly taken. */
    public Fence fence(String key) {
        var rows = storage.leases();
        return rows.take(key, "test", rows.find(key), Fleets.NOW).orElseThrow().fence();
    }

    /** Leases of this process on a clock that stands. */
    public Leases leases(InstantSource clock) {
        return new Leases(storage.leases(), Duration.ofMinutes(1), clock, () -> 0, "test");
    }

    @Override
    public void close() {
        storage.close();
    }
}
