package io.polargosling.uglyfox.evaluate;

import io.polargosling.domain.runner.Runner;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * When a silent runner is taken for dead: after ten heartbeats, which is five minutes unless they are set otherwise.
 * When most of many runners fall silent together, the fault is presumed ours for a while.
 */
public final class HeartbeatLoss {

    /** Heartbeats in a row after which a runner is dead. */
    private static final int DEAD_AFTER = 10;

    /** Heartbeats in a row after which a runner counts as one that has stopped, for the suspicion only. */
    private static final int STOPPED_AFTER = 3;

    private static final int FEWEST_RUNNERS = 5;
    private static final int FEWEST_EGGS = 2;
    private static final Duration LONGEST_SUSPICION = Duration.ofMinutes(30);

    private final Duration heartbeat;

    /** @param heartbeat how often a runner reports */
    public HeartbeatLoss(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /** How long a runner may be silent. */
    public Duration limit() {
        return heartbeat.multipliedBy(DEAD_AFTER);
    }

    /** True when the runner should be sending and has been silent for too long. */
    boolean isDead(Runner runner, Instant now) {
        return sends(runner)
                && silence(runner, now)
                        .filter(for_ -> for_.compareTo(limit()) > 0)
                        .isPresent();
    }

    /** How long it has been silent; empty when it was never heard from. */
    static Optional<Duration> silence(Runner runner, Instant now) {
        return runner.pulse().lastHeartbeat().map(last -> Duration.between(last, now));
    }

    /**
     * True while the fault is presumed ours: at least 5 runners of at least 2 eggs were sending, over half of them
     * stopped within the same span of {@link #limit()}, and no more than 30 min have passed since the first of them
     * would have been taken for dead.
     *
     * @param runners of all eggs
     */
    public boolean isSuspect(Collection<Runner> runners, Instant now) {
        var senders = runners.stream()
                .filter(HeartbeatLoss::sends)
                .filter(runner -> !runner.pulse().finished())
                .filter(runner -> runner.pulse().lastHeartbeat().isPresent())
                .toList();
        return senders.stream()
                .filter(runner -> hasStopped(runner, now))
                .map(HeartbeatLoss::last)
                .distinct()
                .filter(first -> !now.isAfter(first.plus(limit()).plus(LONGEST_SUSPICION)))
                .anyMatch(first -> isMassLoss(senders, first, now));
    }

    /** Whether most of those that sent at {@code first} or later stopped within the span that begins there. */
    private boolean isMassLoss(List<Runner> senders, Instant first, Instant now) {
        var sending =
                senders.stream().filter(runner -> !last(runner).isBefore(first)).toList();
        long stopped = sending.stream()
                .filter(runner -> hasStopped(runner, now))
                .filter(runner -> !last(runner).isAfter(first.plus(limit())))
                .count();
        long eggs = sending.stream().map(Runner::egg).distinct().count();
        return sending.size() >= FEWEST_RUNNERS && eggs >= FEWEST_EGGS && stopped * 2 > sending.size();
    }

    private boolean hasStopped(Runner runner, Instant now) {
        return silence(runner, now)
                .filter(for_ -> for_.compareTo(heartbeat.multipliedBy(STOPPED_AFTER)) > 0)
                .isPresent();
    }

    private static Instant last(Runner runner) {
        return runner.pulse().lastHeartbeat().orElse(Instant.MIN);
    }

    private static boolean sends(Runner runner) {
        return switch (runner.state()) {
            case ACTIVE, IDLE, BUSY, DRAINING -> true;
            case PROVISIONING, DEMOTING, DORMANT, PROMOTING, FAILED, TERMINATING, TERMINATED -> false;
        };
    }
}
