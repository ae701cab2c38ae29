package io.polargosling.domain.planner;

import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The runners an egg has against those its jobs, its minimums and its load ask for. */
final class Supply {

    private final PlannerInput input;
    private final FleetConfig config;
    private final Workload work;
    private final FleetReview review;
    private final Map<Group, List<Runner>> staying = new HashMap<>();

    Supply(PlannerInput input, Workload work, FleetReview review) {
        this.input = input;
        this.config = input.egg().config();
        this.work = work;
        this.review = review;
        review.staying()
                .forEach(runner -> staying.computeIfAbsent(Group.of(runner), first -> new ArrayList<>())
                        .add(runner));
    }

    /** What each group whose jobs wait has, and how many runners it lacks for them; by name. */
    List<Need> needs() {
        var groups = new HashSet<>(work.pendingGroups());
        groups.addAll(staying.keySet());
        return groups.stream().sorted(Group.BY_NAME).map(this::need).toList();
    }

    private Need need(Group group) {
        var jobs = work.pending(group);
        var counted = countedOn(group).toList();
        int missing = switch (group.kind()) {
            case VM -> {
                int served = counted.stream().mapToInt(work::jobsOn).sum();
                yield ceilOfConcurrent(jobs.size() + served) - counted.size();
            }
            case SERVERLESS ->
                jobs.size() - (int) counted.stream().filter(this::isFree).count();
        };
        return new Need(group, jobs, counted, Math.max(0, missing));
    }

    private int ceilOfConcurrent(int jobs) {
        int concurrent = config.runner().agent().concurrent();
        return (jobs + concurrent - 1) / concurrent;
    }

    private boolean isFree(Runner runner) {
        return runner.state() != RunnerState.BUSY && work.jobsOn(runner) == 0;
    }

    /** How many more jobs the runner takes. */
    int freeOn(Runner runner) {
        return switch (runner.origin().kind()) {
            case VM -> Math.max(0, config.runner().agent().concurrent() - work.jobsOn(runner));
            case SERVERLESS -> isFree(runner) ? 1 : 0;
        };
    }

    private Stream<Runner> countedOn(Group group) {
        return of(group).filter(review::isResponsive).filter(runner -> !isPassedOver(runner, group));
    }

    /**
     * True for a runner that should have taken a job that has waited for a while, and has not: one of an older revision
     * that is idle, since its tags or its registration are those of that revision, and one that is busy with jobs that
     * are not known.
     */
    private boolean isPassedOver(Runner runner, Group group) {
        var jobs = work.pending(group);
        var limit = input.now().minus(RunnerReview.SETTLES);
        return !jobs.isEmpty()
                && !jobs.getFirst().createdAt().isAfter(limit)
                && switch (runner.state()) {
                    case IDLE ->
                        Orders.isOutdated(runner, input.egg())
                                && !idleSince(runner).isAfter(limit);
                    case BUSY ->
                        work.jobsOn(runner) == 0 && !runner.status().since().isAfter(limit);
                    case PROVISIONING,
                            ACTIVE,
                            DRAINING,
                            DEMOTING,
                            DORMANT,
                            PROMOTING,
                            FAILED,
                            TERMINATING,
                            TERMINATED -> false;
                };
    }

    static Instant idleSince(Runner runner) {
        return runner.schedule().idleSince().orElse(runner.status().since());
    }

    /** The runners of {@code group} that stay, the oldest first, silent ones included. */
    Stream<Runner> of(Group group) {
        return staying.getOrDefault(group, List.of()).stream();
    }

    /** Machines that stay for several jobs, of all repos. */
    private List<Runner> machines() {
        return staying.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == RunnerKind.VM)
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** True when the egg has machines that stay though no job asks for them. */
    private boolean hasPools() {
        return config.type().filter(RunnerKind.SERVERLESS::equals).isEmpty()
                && !input.egg().name().isOfJob();
    }

    /**
     * Machines that are missing though no job asks for them, by reason.
     *
     * @param forJobs machines that jobs ask for beyond those there are
     */
    Extras extras(int forJobs) {
        if (!hasPools()) {
            return new Extras(0, 0, 0);
        }
        var limits = input.policy().limits();
        int have = machines().size() + forJobs;
        int minimum = Math.max(0, limits.apex().min() - have);
        int overload = minimum == 0 && forJobs == 0 && areAllOverloaded() ? 1 : 0;
        int needed = work.pendingGroups().isEmpty() ? busyMachines() : have;
        int spare = have + minimum + overload - Math.max(needed, limits.apex().min());
        int nadir = canStop() ? Math.max(0, limits.nadir().min() - inNadir() - Math.max(0, spare)) : 0;
        return new Extras(minimum, overload, nadir);
    }

    /**
     * Machines beyond those that jobs ask for.
     *
     * @param minimum for the minimum of Apex
     * @param overload since all others are overloaded
     * @param nadir to be stopped then, for the minimum of Nadir
     */
    record Extras(int minimum, int overload, int nadir) {}

    private boolean areAllOverloaded() {
        var usable = machines().stream().filter(review::isResponsive).toList();
        return !usable.isEmpty()
                && usable.stream().allMatch(runner -> input.fleet().overloaded().contains(runner.id()));
    }

    private int busyMachines() {
        return (int) machines().stream()
                .filter(runner -> runner.state() == RunnerState.BUSY || work.jobsOn(runner) > 0)
                .count();
    }

    private boolean canStop() {
        return config.placements().stream().anyMatch(config::canSleepAt);
    }

    private int inNadir() {
        int onTheirWay = (int) review.changes().stream()
                .filter(RunnerChange.Demote.class::isInstance)
                .count();
        int between = (int) input.fleet().live().stream()
                .filter(runner -> runner.state() == RunnerState.DEMOTING)
                .count();
        return review.dormant().size() + onTheirWay + between;
    }
}
