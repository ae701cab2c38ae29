package io.polargosling.domain.planner;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.runner.RunnerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
        for (var runner : input.fleet().live()) {
            RunnerReview.review(runner, input).ifPresent(changes::add);
        }
        var notes = new ArrayList<String>();
        var ours = ownJobs(input);
        var pending = ours.stream().filter(job -> !job.running()).toList();
        var running = ours.stream().filter(CiJob::running).toList();
        var rest = FailureBackoff.restUntil(input.fleet().recent(), failing(changes), input.now())
                .filter(until -> until.isAfter(input.now()));
        if (input.egg().acceptsRunners()) {
            noteUnmatched(input, notes);
            var supply = new Supply(input, ended(changes), pending, running);
            var wanted = supply.missing(notes);
            if (rest.isPresent() && !wanted.isEmpty()) {
                notes.add("backing-off: the machines made last came to nothing, next try at " + rest.get());
            } else {
                changes.addAll(wanted);
            }
        }
        return new Planning(changes, List.of(), notes, pending.size(), running.size(), rest);
    }

    private static Set<RunnerId> ended(List<RunnerChange> changes) {
        return changes.stream()
                .filter(change -> !(change instanceof RunnerChange.Wake || change instanceof RunnerChange.ContinueWake))
                .map(RunnerChange::subject)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private static Set<RunnerId> failing(List<RunnerChange> changes) {
        return ended(
                changes.stream().filter(RunnerChange.Fail.class::isInstance).toList());
    }

    /** Jobs our runners may take and which wait, or run on one of them. */
    private static List<CiJob> ownJobs(PlannerInput input) {
        var filter = input.egg().config().runner().jobs();
        var ids = input.fleet().live().stream()
                .map(runner -> runner.identity().gitlabRunnerId())
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .collect(Collectors.toSet());
        return input.jobs().stream()
                .flatMap(List::stream)
                // Whether a ref is protected is not told with a job: to make a runner for nothing is the lesser evil.
                .filter(job -> filter.accepts(job.tags(), true))
                .filter(job -> !job.running()
                        || (job.runnerId().isPresent()
                                && ids.contains(job.runnerId().getAsLong())))
                .toList();
    }

    private static void noteUnmatched(PlannerInput input, List<String> notes) {
        var filter = input.egg().config().runner().jobs();
        for (var job : input.jobs().orElse(List.of())) {
            if (!job.running() && !filter.accepts(job.tags(), true)) {
                notes.add((job.tags().isEmpty() ? "untagged-refused" : "no-matching-tags") + ": job " + job.id()
                        + " asks for " + job.tags() + ", runners have " + filter.tags());
            }
        }
    }
}
