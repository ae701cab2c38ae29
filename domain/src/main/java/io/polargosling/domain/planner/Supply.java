package io.polargosling.domain.planner;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.demand.RunnerTypeRule;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The runners an egg has against those its jobs need. */
final class Supply {

    private final PlannerInput input;
    private final FleetConfig config;
    private final List<Runner> usable;
    private final List<CiJob> pending;
    private final List<CiJob> running;

    /** @param ending runners that are being ended by this very decision */
    Supply(PlannerInput input, Set<RunnerId> ending, List<CiJob> pending, List<CiJob> running) {
        this.input = input;
        this.config = input.egg().config();
        this.usable = input.fleet().live().stream()
                .filter(Supply::canServe)
                .filter(runner -> !ending.contains(runner.id()))
                .toList();
        this.pending = pending;
        this.running = running;
    }

    /** The runners to be made, as far as there is room; what there is no room for is noted. */
    List<RunnerChange> missing(List<String> notes) {
        int vmsWanted = vmsWanted();
        int serverlessWanted = serverlessWanted();
        int room = room();
        int vms = Math.min(Math.min(vmsWanted, vmRoom()), room);
        int serverless = Math.min(serverlessWanted, room - vms);
        if (vmsWanted + serverlessWanted > vms + serverless) {
            notes.add("no-capacity: " + (vmsWanted + serverlessWanted) + " more wanted, room for " + (vms + serverless)
                    + " (at most " + config.runner().maxRunners() + " runners)");
        }
        var creations = new ArrayList<RunnerChange>();
        for (int i = 0; i < vms; i++) {
            creations.add(new RunnerChange.Create(
                    RunnerKind.VM,
                    config.cloud(),
                    Optional.empty(),
                    pending.isEmpty() ? "below-minimum" : "jobs-waiting"));
        }
        for (int i = 0; i < serverless; i++) {
            creations.add(
                    new RunnerChange.Create(RunnerKind.SERVERLESS, config.cloud(), Optional.empty(), "jobs-waiting"));
        }
        return creations;
    }

    /** A machine that stays takes several jobs, those it has and those that wait. */
    private int vmsWanted() {
        if (config.type().filter(RunnerKind.SERVERLESS::equals).isPresent()) {
            return 0;
        }
        int concurrent = config.runner().agent().concurrent();
        int forJobs = (ofKind(RunnerKind.VM, pending) + served(RunnerKind.VM) + concurrent - 1) / concurrent;
        return Math.max(0, Math.max(forJobs, input.policy().limits().apex().min()) - have(RunnerKind.VM));
    }

    /** One that is made for a single job takes one that waits. */
    private int serverlessWanted() {
        int free = (int) usable.stream()
                .filter(runner -> runner.origin().kind() == RunnerKind.SERVERLESS)
                .filter(runner -> runner.state() != RunnerState.BUSY)
                .count();
        return Math.max(0, ofKind(RunnerKind.SERVERLESS, pending) - free);
    }

    /** A runner holds its slot to the end of its destruction, so what is ending still counts. */
    private int room() {
        int held = (int) input.fleet().live().stream()
                .filter(runner -> runner.slot().isPresent())
                .count();
        int failed = input.fleet().live().size() - held;
        int most = config.runner().maxRunners();
        return failed >= most ? 0 : Math.max(0, most - held);
    }

    private int vmRoom() {
        return Math.max(0, input.policy().limits().apex().max() - have(RunnerKind.VM));
    }

    /** Jobs that run on usable machines; one on a machine that is ending needs no other. */
    private int served(RunnerKind kind) {
        var ids = usable.stream()
                .filter(runner -> runner.origin().kind() == kind)
                .map(runner -> runner.identity().gitlabRunnerId())
                .collect(Collectors.toSet());
        return (int)
                running.stream().filter(job -> ids.contains(job.runnerId())).count();
    }

    private int have(RunnerKind kind) {
        return (int)
                usable.stream().filter(runner -> runner.origin().kind() == kind).count();
    }

    private int ofKind(RunnerKind kind, List<CiJob> jobs) {
        boolean privileged = config.runner().agent().privileged();
        return (int) jobs.stream()
                .filter(job -> RunnerTypeRule.decide(config.type(), Optional.empty(), job.tags(), privileged) == kind)
                .count();
    }

    private static boolean canServe(Runner runner) {
        return switch (runner.state()) {
            case PROVISIONING, ACTIVE, IDLE, BUSY, PROMOTING ->
                runner.status().order().isEmpty() && !runner.pulse().finished();
            case DRAINING, DEMOTING, DORMANT, FAILED, TERMINATING, TERMINATED -> false;
        };
    }
}
