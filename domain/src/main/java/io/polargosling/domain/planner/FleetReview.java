package io.polargosling.domain.planner;

import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is done about each runner that exists, and which of them can be counted on after it. */
final class FleetReview {

    private final PlannerInput input;
    private final List<Runner> oldestFirst;
    private final List<RunnerChange> changes = new ArrayList<>();
    private final Set<RunnerId> failing = new HashSet<>();
    private final Set<RunnerId> leaving = new HashSet<>();
    private final Set<RunnerId> coming = new HashSet<>();

    FleetReview(
            PlannerInput input, List<Runner> oldestFirst, Workload work, Homes homes, Room room, Notebook notebook) {
        this.input = input;
        this.oldestFirst = oldestFirst;
        for (var runner : oldestFirst) {
            new RunnerReview(runner, input, work, homes, room, notebook)
                    .change()
                    .ifPresent(this::add);
        }
    }

    /** Adds a change of a runner that was left alone. */
    void add(RunnerChange.OfRunner change) {
        changes.add(change);
        switch (change) {
            case RunnerChange.Wake _, RunnerChange.Withdraw _ -> coming.add(change.runner());
            case RunnerChange.ContinueWake _ -> {}
            case RunnerChange.Drain _, RunnerChange.Demote _, RunnerChange.ContinueDrain _, RunnerChange.Terminate _ ->
                leaving.add(change.runner());
            case RunnerChange.Fail _ -> {
                leaving.add(change.runner());
                failing.add(change.runner());
            }
        }
    }

    List<RunnerChange> changes() {
        return changes;
    }

    /** Runners that are found to have failed just now. */
    Set<RunnerId> failing() {
        return failing;
    }

    /** True when a change was made of it that ends it or takes it out of service. */
    boolean isLeaving(Runner runner) {
        return leaving.contains(runner.id());
    }

    /** The runners that serve jobs, or will when they are up. */
    List<Runner> staying() {
        return oldestFirst.stream().filter(this::stays).toList();
    }

    private boolean stays(Runner runner) {
        return switch (runner.state()) {
            case PROVISIONING, PROMOTING, BUSY ->
                !isLeaving(runner)
                        && !runner.pulse().finished()
                        && Orders.ending(runner, input.egg()).isEmpty();
            // An order that stands was put off, so it goes on taking jobs.
            case ACTIVE, IDLE -> !isLeaving(runner);
            case DRAINING, DEMOTING, DORMANT -> coming.contains(runner.id());
            case FAILED, TERMINATING, TERMINATED -> false;
        };
    }

    /** The stopped runners that nothing was decided about. */
    List<Runner> dormant() {
        return oldestFirst.stream()
                .filter(runner -> switch (runner.state()) {
                    case DORMANT -> !isLeaving(runner) && !coming.contains(runner.id());
                    case PROVISIONING,
                            ACTIVE,
                            IDLE,
                            BUSY,
                            DRAINING,
                            DEMOTING,
                            PROMOTING,
                            FAILED,
                            TERMINATING,
                            TERMINATED -> false;
                })
                .toList();
    }

    /** True when it was heard from in the last three heartbeats, or need not be heard from. */
    boolean isResponsive(Runner runner) {
        return Heard.isResponsive(runner, input);
    }
}
