package io.polargosling.domain.planner;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.demand.RunnerTypeRule;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Decides what an egg needs; a pure function of its input, which makes it the same for the worker and a preview.
 *
 * <p>It makes runners, carries out orders on rows, and ends what failed or finished. To end a healthy runner that
 * nobody needs is not its business: that is ordered.
 */
public final class Planner {

    /** The cause of a runner that was given up before it was made. */
    public static final String WITHDRAWN = "withdrawn";

    private Planner() {}

    /** The changes that bring the egg from what is to what should be; none when they are the same. */
    public static Planning plan(PlannerInput input) {
        var changes = new ArrayList<RunnerChange>();
        for (var runner : input.fleet()) {
            RunnerReview.review(runner, input).ifPresent(changes::add);
        }
        var notes = new ArrayList<String>();
        var ours = ownJobs(input);
        var pending = ours.stream().filter(job -> !job.running()).toList();
        var running = ours.stream().filter(CiJob::running).toList();
        var rest = FailureBackoff.restUntil(input.recent()).filter(until -> until.isAfter(input.now()));
        if (input.egg().acceptsRunners()) {
            noteUnmatched(input, notes);
            var wanted = creations(input, changes, pending, running, notes);
            if (rest.isPresent() && !wanted.isEmpty()) {
                notes.add("backing-off: the machines made last came to nothing, next try at " + rest.get());
            } else {
                changes.addAll(wanted);
            }
        }
        return new Planning(changes, notes, pending.size(), running.size(), rest);
    }

    /** Jobs our runners may take and which wait, or run on one of them. */
    private static List<CiJob> ownJobs(PlannerInput input) {
        var filter = input.egg().config().runner().jobs();
        var ids = input.fleet().stream()
                .map(runner -> runner.identity().gitlabRunnerId())
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .collect(Collectors.toSet());
        return input.jobs().stream()
                // Whether a ref is protected is not told with a job: to make a runner for nothing is the lesser evil.
                .filter(job -> filter.accepts(job.tags(), true))
                .filter(job -> !job.running()
                        || (job.runnerId().isPresent()
                                && ids.contains(job.runnerId().getAsLong())))
                .toList();
    }

    private static void noteUnmatched(PlannerInput input, List<String> notes) {
        var filter = input.egg().config().runner().jobs();
        for (var job : input.jobs()) {
            if (!job.running() && !filter.accepts(job.tags(), true)) {
                notes.add((job.tags().isEmpty() ? "untagged-refused" : "no-matching-tags") + ": job " + job.id()
                        + " asks for " + job.tags() + ", runners have " + filter.tags());
            }
        }
    }

    private static List<RunnerChange> creations(
            PlannerInput input,
            List<RunnerChange> changes,
            List<CiJob> pending,
            List<CiJob> running,
            List<String> notes) {
        var config = input.egg().config();
        var ending = changes.stream()
                .map(Planner::endedRunner)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        var usable = input.fleet().stream()
                .filter(Planner::isSupply)
                .filter(runner -> !ending.contains(runner.id()))
                .toList();
        int vms = missingVms(input, usable, ofKind(input, RunnerKind.VM, pending), running);
        int serverless = missingServerless(usable, ofKind(input, RunnerKind.SERVERLESS, pending));

        // A runner holds its slot to the end of its destruction, so what is ending still counts.
        int held =
                (int) input.fleet().stream().filter(r -> r.slot().isPresent()).count();
        int failed = input.fleet().size() - held;
        int room = failed >= config.runner().maxRunners()
                ? 0
                : Math.max(0, config.runner().maxRunners() - held);
        int wanted = vms + serverless;
        if (wanted > room) {
            notes.add("no-capacity: " + wanted + " more wanted, " + room + " of "
                    + config.runner().maxRunners() + " runners free");
        }
        var creations = new ArrayList<RunnerChange>();
        for (int i = 0; i < Math.min(vms, room); i++) {
            creations.add(new RunnerChange.Create(RunnerKind.VM, pending.isEmpty() ? "below-minimum" : "jobs-waiting"));
        }
        for (int i = 0; i < Math.min(serverless, room - Math.min(vms, room)); i++) {
            creations.add(new RunnerChange.Create(RunnerKind.SERVERLESS, "jobs-waiting"));
        }
        return creations;
    }

    private static List<CiJob> ofKind(PlannerInput input, RunnerKind kind, List<CiJob> jobs) {
        var config = input.egg().config();
        boolean privileged = config.runner().agent().privileged();
        return jobs.stream()
                .filter(job -> RunnerTypeRule.decide(config.type(), Optional.empty(), job.tags(), privileged) == kind)
                .toList();
    }

    private static int missingVms(PlannerInput input, List<Runner> usable, List<CiJob> pending, List<CiJob> running) {
        var config = input.egg().config();
        if (config.type().filter(RunnerKind.SERVERLESS::equals).isPresent()) {
            return 0;
        }
        int concurrent = config.runner().agent().concurrent();
        var machines = usable.stream()
                .filter(runner -> runner.origin().kind() == RunnerKind.VM)
                .toList();
        // A job on a machine that is ending, or on one made for a single job, needs no other machine.
        var ids = machines.stream()
                .map(runner -> runner.identity().gitlabRunnerId())
                .collect(Collectors.toSet());
        int served = (int)
                running.stream().filter(job -> ids.contains(job.runnerId())).count();
        int forJobs = (pending.size() + served + concurrent - 1) / concurrent;
        int most = Math.min(input.limits().apex().max(), config.runner().maxRunners());
        int wanted = Math.min(Math.max(forJobs, input.limits().apex().min()), most);
        return Math.max(0, wanted - machines.size());
    }

    private static int missingServerless(List<Runner> usable, List<CiJob> pending) {
        int free = (int) usable.stream()
                .filter(runner -> runner.origin().kind() == RunnerKind.SERVERLESS)
                .filter(runner ->
                        runner.state() != RunnerState.BUSY && !runner.pulse().finished())
                .count();
        return Math.max(0, pending.size() - free);
    }

    private static boolean isSupply(Runner runner) {
        return switch (runner.state()) {
            case PROVISIONING, ACTIVE, IDLE, BUSY, PROMOTING ->
                runner.status().order().isEmpty() && !runner.pulse().finished();
            case DRAINING, DEMOTING, DORMANT, FAILED, TERMINATING, TERMINATED -> false;
        };
    }

    private static Optional<RunnerId> endedRunner(RunnerChange change) {
        return switch (change) {
            case RunnerChange.Create create -> Optional.empty();
            case RunnerChange.Drain drain -> Optional.of(drain.runner());
            case RunnerChange.ContinueDrain drain -> Optional.of(drain.runner());
            case RunnerChange.Terminate end -> Optional.of(end.runner());
            case RunnerChange.Fail fail -> Optional.of(fail.runner());
        };
    }
}
