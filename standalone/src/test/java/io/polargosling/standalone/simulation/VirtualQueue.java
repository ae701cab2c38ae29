package io.polargosling.standalone.simulation;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.SendOutcome;
import io.polargosling.domain.problem.GoslingException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A queue that delivers each command at least once, sometimes twice, sometimes late, and in any order. */
final class VirtualQueue implements CommandQueue {

    private static final long VISIBILITY = 120_000;
    private static final int MAX_RECEIVES = 5;
    private static final double TWICE = 0.03;
    private static final double LATE = 0.02;

    private final Loop loop;
    private final Chronicle chronicle;
    private final RandomGenerator random;
    private Supplier<Optional<Receiver>> receivers = Optional::empty;

    /** Who handles commands; it throws when it could not, and {@link Death} when it dies of it. */
    interface Receiver {
        void handle(Command command);
    }

    VirtualQueue(Loop loop, Chronicle chronicle, RandomGenerator random) {
        this.loop = loop;
        this.chronicle = chronicle;
        this.random = random;
    }

    /** Asked for the receiver of each delivery. */
    void deliverTo(Supplier<Optional<Receiver>> chosen) {
        receivers = chosen;
    }

    @Override
    public void send(Command command) {
        send(command, Duration.ZERO);
    }

    @Override
    public void send(Command command, Duration delay) {
        long way = delay.toMillis() + random.nextInt(5, 150);
        if (random.nextDouble() < LATE) {
            way += random.nextInt(30_000);
        }
        loop.in(way, () -> deliver(command, 1));
        if (random.nextDouble() < TWICE) {
            chronicle.count(Chronicle.Count.DUPLICATES);
            loop.in(way + random.nextInt(5000), () -> deliver(command, 1));
        }
    }

    private void deliver(Command command, int receives) {
        var receiver = receivers.get();
        if (receiver.isEmpty()) {
            loop.in(1000, () -> deliver(command, receives));
            return;
        }
        boolean done = false;
        try {
            receiver.get().handle(command);
            done = true;
        } catch (GoslingException e) {
            chronicle.tell("handling %s: %s", command, e.getMessage());
        } catch (Death e) {
            if (loop.isOver()) {
                throw e;
            }
        }
        if (!done && receives < MAX_RECEIVES) {
            loop.in(VISIBILITY, () -> deliver(command, receives + 1));
        }
    }

    @Override
    public List<SendOutcome> sendAll(List<Command> commands) {
        commands.forEach(this::send);
        return commands.stream().<SendOutcome>map(_ -> new SendOutcome.Sent()).toList();
    }

    @Override
    public void check() {
        // It is always there.
    }
}
