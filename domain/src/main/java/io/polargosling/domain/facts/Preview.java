package io.polargosling.domain.facts;

import io.polargosling.domain.planner.JobVerdict;
import io.polargosling.domain.planner.Planner;
import io.polargosling.domain.planner.PlannerInput;
import io.polargosling.domain.planner.RunnerChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the next look at an egg would do, in words.
 *
 * @param revision number of the revision it would be done with
 * @param at for which moment this holds
 * @param jobs those that wait, the longest waiting first
 * @param notes what is wanted and refused, one line each
 * @param lookAgainAt when the egg is looked at again though nothing happens; empty when it need not be
 */
public record Preview(
        String eggName,
        long revision,
        String configHash,
        Instant at,
        Demand demand,
        List<Action> actions,
        List<WaitingJob> jobs,
        List<String> notes,
        Optional<Instant> lookAgainAt) {

    public Preview {
        actions = List.copyOf(actions);
        jobs = List.copyOf(jobs);
        notes = List.copyOf(notes);
    }

    /** What the planner decides on {@code input}. */
    public static Preview of(PlannerInput input) {
        var planning = Planner.plan(input);
        var revision = input.egg().active();
        return new Preview(
                input.egg().name().value(),
                revision.number(),
                revision.hash(),
                input.now(),
                new Demand(planning.pending(), planning.running()),
                planning.changes().stream().map(Action::of).toList(),
                planning.verdicts().stream().map(WaitingJob::of).toList(),
                planning.notes(),
                planning.lookAgain());
    }

    /** Jobs of the egg that wait, and that run on its runners. */
    public record Demand(int pending, int running) {}

    /**
     * One change.
     *
     * @param action such as {@code create} or {@code drain}
     * @param runner empty for one that is to be made
     * @param kind of one that is to be made
     * @param cloudProvider of one that is to be made
     * @param region of one that is to be made, where its place has regions
     */
    public record Action(
            String action,
            Optional<String> runner,
            Optional<String> kind,
            Optional<String> cloudProvider,
            Optional<String> region,
            String reason) {

        static Action of(RunnerChange change) {
            return switch (change) {
                case RunnerChange.Create create ->
                    new Action(
                            "create",
                            Optional.empty(),
                            Optional.of(create.kind().word()),
                            Optional.of(create.placement().provider().word()),
                            create.placement().region(),
                            create.reason());
                case RunnerChange.Wake wake -> ofRunner("wake", wake);
                case RunnerChange.ContinueWake wake -> ofRunner("continue-wake", wake);
                case RunnerChange.Drain drain -> ofRunner("drain", drain);
                case RunnerChange.Demote demote -> ofRunner("demote", demote);
                case RunnerChange.ContinueDrain drain -> ofRunner("continue-drain", drain);
                case RunnerChange.Withdraw withdraw -> ofRunner("withdraw", withdraw);
                case RunnerChange.Terminate terminate -> ofRunner("terminate", terminate);
                case RunnerChange.Fail fail -> ofRunner("fail", fail);
            };
        }

        private static Action ofRunner(String word, RunnerChange.OfRunner change) {
            return new Action(
                    word,
                    Optional.of(change.runner().value()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    change.reason());
        }
    }

    /** What the decision means for one job; {@code inputs} are what it was judged by. */
    public record WaitingJob(String server, long projectId, long jobId, String code, Map<String, String> inputs) {

        static WaitingJob of(JobVerdict verdict) {
            var job = verdict.job();
            return new WaitingJob(job.server().host(), job.projectId(), job.id(), verdict.code(), verdict.inputs());
        }
    }
}
