package io.polargosling.worker.deploy;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerStore;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Puts orders on the rows of an egg's runners. */
public final class RunnerOrders {

    private static final int TRIES = 5;

    private final RunnerStore runners;
    private final InstantSource clock;

    /** Orders in {@code runners}. */
    public RunnerOrders(RunnerStore runners, InstantSource clock) {
        this.runners = runners;
        this.clock = clock;
    }

    /** Runners without a job whose revision is another than {@code active}, and of which nothing else is wanted. */
    static Predicate<Runner> idleOfOtherRevisions(long active) {
        return runner -> switch (runner.state()) {
            case IDLE, DORMANT ->
                runner.origin().revision() != active && runner.status().order().isEmpty();
            case PROVISIONING, ACTIVE, BUSY, DRAINING, DEMOTING, PROMOTING, FAILED, TERMINATING, TERMINATED -> false;
        };
    }

    /**
     * Runners of {@code left} that have no job. Those that are still coming up are among them: they would keep others
     * from being made, and may never come. Failed ones end without an order.
     */
    static Predicate<Runner> unusedOf(long left) {
        return runner -> switch (runner.state()) {
            case PROVISIONING, ACTIVE, IDLE, DORMANT -> runner.origin().revision() == left && !isToEnd(runner);
            case BUSY, DRAINING, DEMOTING, PROMOTING, FAILED, TERMINATING, TERMINATED -> false;
        };
    }

    /** Those of {@code ids} that are to have a machine and are not ordered to end. */
    public static Predicate<Runner> wanted(Set<RunnerId> ids) {
        return runner -> ids.contains(runner.id()) && runner.state().wantsMachine() && !isToEnd(runner);
    }

    private static boolean isToEnd(Runner runner) {
        return runner.status()
                .order()
                .filter(order -> order.kind() == PendingOrder.Kind.TERMINATE)
                .isPresent();
    }

    /**
     * Orders for every runner of the egg that is {@code meant}, as many in one atomic write as one takes, each with its
     * audit row, the generation raised.
     *
     * @return those ordered
     * @throws ConflictException when the lease has another owner, or a runner does not hold still
     */
    public List<RunnerId> order(EggName egg, Predicate<Runner> meant, PendingOrder order, Fence fence) {
        var ordered = new ArrayList<RunnerId>();
        int failures = 0;
        while (true) {
            var some = runners.ofEgg(egg).stream()
                    .filter(meant)
                    .limit(RunnerWrite.MAX_RUNNERS)
                    .toList();
            if (some.isEmpty()) {
                return ordered;
            }
            try {
                write(some, order, fence);
                some.stream().map(Runner::id).forEach(ordered::add);
                failures = 0;
            } catch (ConflictException e) {
                // A heartbeat came between; whether the runner is still meant is decided anew.
                failures++;
                if (failures == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void write(List<Runner> some, PendingOrder order, Fence fence) {
        var now = clock.instant();
        var audit = some.stream()
                .map(runner -> AuditEntry.of(
                        now,
                        order.author(),
                        "runner.order." + order.kind().word(),
                        "runner/" + runner.id(),
                        Map.of(
                                "egg",
                                runner.egg().value(),
                                "from",
                                runner.state().word(),
                                "reason",
                                order.reason(),
                                "revision",
                                Long.toString(runner.origin().revision()))))
                .toList();
        var changed = some.stream()
                .map(runner -> runner.withOrder(Optional.of(order)))
                .toList();
        var _ = runners.write(new RunnerWrite(changed, audit, Optional.empty(), Optional.of(fence), true));
    }
}
