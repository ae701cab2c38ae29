package io.polargosling.domain.planner;

import io.polargosling.domain.demand.ReasonCode;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives free slots away, one at a time: to the repo whose jobs wait and that has the fewest runners at work, of several
 * to the one whose job waits longest. Stopped machines are woken before new ones are made.
 */
final class Allocation {

    private static final String JOBS = "jobs-waiting";

    private final FleetConfig config;
    private final FleetReview review;
    private final Room room;
    private final Gates gates;
    private final List<Runner> stopped;
    private final List<Open> open = new ArrayList<>();
    private final Map<Optional<String>, Integer> atWork = new HashMap<>();
    private final Map<Group, List<RunnerChange>> granted = new HashMap<>();
    private final List<RunnerChange.Create> creations = new ArrayList<>();

    /** A group that is given slots. */
    private static final class Open {
        private final Need need;
        private int missing;
        private Optional<Gates.Answer.Shut> shut = Optional.empty();

        Open(Need need) {
            this.need = need;
            this.missing = need.missing();
        }

        boolean isWaiting() {
            return missing > 0 && shut.isEmpty();
        }
    }

    Allocation(PlannerInput input, FleetReview review, Room room, Gates gates, List<Need> needs) {
        this.config = input.egg().config();
        this.review = review;
        this.room = room;
        this.gates = gates;
        var settled = input.now().minus(RunnerReview.SETTLES);
        this.stopped = new ArrayList<>(review.dormant().stream()
                .filter(runner -> !runner.status().since().isAfter(settled))
                .toList());
        needs.forEach(need -> {
            open.add(new Open(need));
            int working = (int) need.counted().stream()
                    .filter(runner -> runner.state() != RunnerState.IDLE)
                    .count();
            atWork.merge(need.group().repo(), working, Integer::sum);
        });
    }

    /** Serves the jobs as far as there is room. */
    void serveJobs() {
        var order = Comparator.<Open>comparingInt(
                        one -> atWork.getOrDefault(one.need.group().repo(), 0))
                .thenComparing(this::longestWait)
                .thenComparing(one -> one.need.group(), Group.BY_NAME);
        var next = open.stream().filter(Open::isWaiting).min(order);
        while (next.isPresent()) {
            var one = next.get();
            one.shut = grant(one.need.group(), JOBS, true);
            if (one.shut.isEmpty()) {
                one.missing--;
            }
            next = open.stream().filter(Open::isWaiting).min(order);
        }
    }

    /** Since when the first job waits that none of the runners there and granted takes. */
    private Instant longestWait(Open one) {
        int perRunner = one.need.group().kind() == RunnerKind.VM
                ? config.runner().agent().concurrent()
                : 1;
        var jobs = one.need.jobs();
        int uncovered = jobs.size() - one.missing * perRunner;
        return jobs.get(Math.clamp(uncovered, 0, jobs.size() - 1)).createdAt();
    }

    /**
     * Adds {@code count} machines that no job asks for, each for the repo that has the fewest.
     *
     * @return why some could not be made
     */
    Optional<Gates.Answer.Shut> addMachines(int count, String reason, boolean mayWake, Supply supply, Homes homes) {
        for (int i = 0; i < count; i++) {
            var group = homes.all().stream()
                    .map(home -> new Group(RunnerKind.VM, home.repo()))
                    .min(Comparator.<Group>comparingLong(one -> supply.of(one).count()
                                    + granted.getOrDefault(one, List.of()).size())
                            .thenComparing(Group.BY_NAME))
                    .orElseThrow();
            var shut = grant(group, reason, mayWake);
            if (shut.isPresent()) {
                return shut;
            }
        }
        return Optional.empty();
    }

    /** Wakes or makes one; says why when it cannot be. */
    private Optional<Gates.Answer.Shut> grant(Group group, String reason, boolean mayWake) {
        if (!room.hasFor(group.kind())) {
            return Optional.of(
                    new Gates.Answer.Shut(ReasonCode.RUNNER_LIMIT, Optional.empty(), room.limit(group.kind())));
        }
        var sleeper = stopped.stream()
                .filter(runner -> mayWake && Group.of(runner).equals(group))
                .findFirst();
        if (sleeper.isPresent()) {
            stopped.remove(sleeper.get());
            var wake = new RunnerChange.Wake(sleeper.get().id(), reason);
            review.add(wake);
            note(group, wake);
            return Optional.empty();
        }
        return switch (gates.ask(group.kind())) {
            case Gates.Answer.Shut shut -> Optional.of(shut);
            case Gates.Answer.Open place -> {
                var create = new RunnerChange.Create(group.kind(), place.placement(), group.repo(), reason);
                creations.add(create);
                note(group, create);
                yield Optional.empty();
            }
        };
    }

    private void note(Group group, RunnerChange change) {
        room.take(group.kind());
        atWork.merge(group.repo(), 1, Integer::sum);
        granted.computeIfAbsent(group, first -> new ArrayList<>()).add(change);
    }

    /** The groups that still lack runners, with how many and why. */
    List<Shortage> shortages() {
        return open.stream()
                .filter(one -> one.missing > 0)
                .flatMap(one -> one.shut.stream().map(shut -> new Shortage(one.need.group(), one.missing, shut)))
                .toList();
    }

    /** A group that lacks runners, and why. */
    record Shortage(Group group, int missing, Gates.Answer.Shut why) {}

    /** What {@code group} was given. */
    List<RunnerChange> granted(Group group) {
        return granted.getOrDefault(group, List.of());
    }

    List<RunnerChange.Create> creations() {
        return creations;
    }
}
