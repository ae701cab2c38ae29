package io.polargosling.domain.planner;

import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Idle runners that give way to those of another kind or repo whose jobs wait. Without that, runners that cannot take
 * the waiting jobs would keep them waiting, since nothing is ended for being idle while jobs wait.
 */
final class Surplus {

    /** The reason of a runner that gives way. */
    static final String SLOT_NEEDED = "slot-needed";

    private final PlannerInput input;
    private final Workload work;
    private final FleetReview review;
    private final Room room;

    Surplus(PlannerInput input, Workload work, FleetReview review, Room room) {
        this.input = input;
        this.work = work;
        this.review = review;
        this.room = room;
    }

    /** Ends as many as {@code shortage} lacks for want of slots; none for what slots are being freed already. */
    void giveWayTo(Allocation.Shortage shortage, List<Runner> live) {
        long freed = live.stream().filter(this::isFreeingItsSlot).count();
        long wanted = shortage.missing() - freed;
        if (wanted <= 0) {
            return;
        }
        int minimum = input.policy().limits().apex().min();
        boolean sameKind = shortage.group().kind() == RunnerKind.VM;
        long spareMachines = sameKind ? Long.MAX_VALUE : Math.max(0, machines() - minimum);
        var longestIdleFirst = Comparator.comparing(Supply::idleSince).thenComparing(Runner::id);
        var idle = review.staying().stream()
                .filter(runner -> isUnused(runner, shortage.group()))
                .sorted(longestIdleFirst)
                .toList();
        var machines = idle.stream().filter(Surplus::isMachine).limit(spareMachines);
        var others = idle.stream().filter(runner -> !isMachine(runner));
        Stream.concat(machines, others)
                .sorted(longestIdleFirst)
                .limit(wanted)
                .forEach(runner -> review.add(new RunnerChange.Drain(runner.id(), SLOT_NEEDED)));
    }

    private long machines() {
        return review.staying().stream().filter(Surplus::isMachine).count();
    }

    private boolean isFreeingItsSlot(Runner runner) {
        return runner.slot().isPresent()
                && switch (runner.state()) {
                    case DRAINING, DEMOTING, TERMINATING -> true;
                    case DORMANT, TERMINATED, FAILED -> false;
                    case PROVISIONING, ACTIVE, IDLE, BUSY, PROMOTING -> review.isLeaving(runner);
                };
    }

    private boolean isUnused(Runner runner, Group needy) {
        var group = Group.of(runner);
        return runner.state() == RunnerState.IDLE
                && !review.isLeaving(runner)
                && !group.equals(needy)
                && (group.kind() == needy.kind() || room.isFull())
                && work.jobsOn(runner) == 0
                && work.pending(group).isEmpty()
                && runner.pulse().runningJobs().isEmpty()
                && !runner.status().since().plus(RunnerReview.SETTLES).isAfter(input.now());
    }

    private static boolean isMachine(Runner runner) {
        return runner.origin().kind() == RunnerKind.VM;
    }
}
