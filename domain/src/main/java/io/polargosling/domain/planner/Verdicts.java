package io.polargosling.domain.planner;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.demand.ReasonCode;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.runner.Runner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells for every job that waits which runner it may expect, or why it has none. */
final class Verdicts {

    private final Map<Group, Deque<Seat>> seats = new HashMap<>();
    private final Map<Group, Gates.Answer.Shut> shut;
    private final Room room;

    /** Room for jobs on a runner. */
    private record Seat(ReasonCode code, Map<String, String> inputs, int jobs) {}

    private Verdicts(Supply supply, List<Need> needs, Allocation allocation, Room room, int concurrent) {
        this.room = room;
        this.shut = allocation.shortages().stream()
                .collect(Collectors.toMap(Allocation.Shortage::group, Allocation.Shortage::why));
        for (var need : needs) {
            var queue = new ArrayDeque<Seat>();
            seats.put(need.group(), queue);
            need.counted().stream().filter(Verdicts::isUp).forEach(runner -> queue.add(seat(runner, supply)));
            need.counted().stream().filter(runner -> !isUp(runner)).forEach(runner -> queue.add(seat(runner, supply)));
            int perRunner = switch (need.group().kind()) {
                case VM -> concurrent;
                case SERVERLESS -> 1;
            };
            allocation.granted(need.group()).forEach(change -> queue.add(planned(change, perRunner)));
        }
    }

    /** One per waiting job of an egg that makes runners. */
    static List<JobVerdict> of(
            Workload work, Supply supply, List<Need> needs, Allocation allocation, Room room, int concurrent) {
        var verdicts = new Verdicts(supply, needs, allocation, room, concurrent);
        return work.waiting().stream()
                .map(waiting -> waiting.refusal()
                        .orElseGet(() ->
                                verdicts.judge(waiting.job(), waiting.group().orElseThrow())))
                .toList();
    }

    /** One per waiting job of an egg that makes none. */
    static List<JobVerdict> ofDisabled(Workload work, EggState state) {
        var code = state == EggState.REMOVED ? ReasonCode.EGG_REMOVED : ReasonCode.EGG_DISABLED;
        return work.waiting().stream()
                .map(waiting -> waiting.refusal().orElseGet(() -> new JobVerdict(waiting.job(), code.word(), Map.of())))
                .toList();
    }

    private JobVerdict judge(CiJob job, Group group) {
        var queue = seats.getOrDefault(group, new ArrayDeque<>());
        while (!queue.isEmpty() && queue.peek().jobs() == 0) {
            queue.remove();
        }
        if (queue.isEmpty()) {
            var why = Optional.ofNullable(shut.get(group));
            return why.map(known -> new JobVerdict(job, known.code().word(), known.inputs()))
                    .orElseGet(() -> new JobVerdict(job, ReasonCode.RUNNER_LIMIT.word(), room.limit(group.kind())));
        }
        var seat = queue.remove();
        queue.addFirst(new Seat(seat.code(), seat.inputs(), seat.jobs() - 1));
        return new JobVerdict(job, seat.code().word(), seat.inputs());
    }

    private static Seat seat(Runner runner, Supply supply) {
        var code = isUp(runner) ? ReasonCode.RUNNER_IDLE : ReasonCode.RUNNER_STARTING;
        return new Seat(code, Map.of("runner", runner.id().value()), supply.freeOn(runner));
    }

    private static Seat planned(RunnerChange change, int jobs) {
        var inputs = switch (change) {
            case RunnerChange.Create create ->
                Map.of(
                        "change", "create",
                        "kind", create.kind().word(),
                        "provider", create.placement().provider().word());
            case RunnerChange.OfRunner existing ->
                Map.of("change", "wake", "runner", existing.runner().value());
        };
        return new Seat(ReasonCode.RUNNER_PLANNED, inputs, jobs);
    }

    private static boolean isUp(Runner runner) {
        return switch (runner.state()) {
            case ACTIVE, IDLE, BUSY, DRAINING, DEMOTING -> true;
            case PROVISIONING, DORMANT, PROMOTING, FAILED, TERMINATING, TERMINATED -> false;
        };
    }
}
