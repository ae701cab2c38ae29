package io.polargosling.worker.lifecycle;

import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.planner.RunnerChange;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.observe.EggFacts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what was decided about runners that exist, as far as rows, GitLab and the power of machines go. */
public final class RunnerChanges {

    private static final Logger log = LoggerFactory.getLogger(RunnerChanges.class);
    /** How the reasons end for which a state that took too long is given up. */
    private static final String DEADLINE = "deadline";

    private final RunnerMoves moves;
    private final Drain drain;
    private final GitLabPauses pauses;
    private final MachinePower power;
    private final AgentContact contact;
    private final BootEvidence evidence;

    private RunnerChanges(
            RunnerMoves moves,
            Drain drain,
            GitLabPauses pauses,
            MachinePower power,
            AgentContact contact,
            BootEvidence evidence) {
        this.moves = moves;
        this.drain = drain;
        this.pauses = pauses;
        this.power = power;
        this.contact = contact;
        this.evidence = evidence;
    }

    /**
     * What a change of one runner goes by.
     *
     * @param gitlab how GitLab is called for it; a step that needs it waits while it is empty
     * @param machine its machine as the cloud listed it; empty while that did not tell
     * @param apex slots a woken runner may take one of
     * @param nadir slots a runner that is to be stopped may take one of
     * @param maxAge after which a stopped machine is ended
     */
    public record Means(
            Optional<GitLabAccess> gitlab,
            Optional<CloudResource> machine,
            SlotLimits apex,
            SlotLimits nadir,
            Duration maxAge) {

        /** What {@code facts} hold for {@code runner}. */
        public static Means of(EggFacts facts, Runner runner) {
            var config = facts.egg().config();
            var limits = facts.policy().limits();
            int most = config.runner().maxRunners();
            var apex = SlotLimits.of(Math.min(limits.apex().max(), most));
            return new Means(
                    facts.accessOf(runner),
                    facts.machines().stream()
                            .filter(machine -> machine.runner().equals(runner.id()))
                            .findFirst(),
                    config.type().isPresent() ? apex : apex.withAll(most),
                    SlotLimits.of(limits.nadir().max()),
                    facts.policy().maxAge());
        }
    }

    /**
     * Changes with all their parts.
     *
     * @param logs what is left of the log of a runner on this host; empty for one elsewhere
     */
    public static RunnerChanges assemble(
            Storage storage,
            GitLab gitlab,
            Clouds clouds,
            Function<Runner, Optional<String>> logs,
            InstantSource clock,
            Drain.Waits waits) {
        var moves = new RunnerMoves(storage, clock);
        var pauses = new GitLabPauses(gitlab, clock);
        return new RunnerChanges(
                moves,
                new Drain(moves, gitlab, pauses, clock, waits),
                pauses,
                new MachinePower(moves, pauses, clouds, clock),
                new AgentContact(gitlab, clock),
                new BootEvidence(logs));
    }

    /**
     * Takes the next step of {@code change}.
     *
     * @param runner its subject, as it was read
     * @throws io.polargosling.domain.problem.UnavailableException when GitLab or a cloud does not answer: the step is
     *     taken again at the next look
     * @throws CapacityException when there is no slot or no room to wake it; it stays as it was
     */
    public void carryOut(RunnerChange.OfRunner change, Runner runner, Means means, Fence fence) {
        switch (change) {
            case RunnerChange.Drain begin ->
                means.gitlab().ifPresent(way -> drain.beginToEnd(runner, begin.reason(), way, fence));
            case RunnerChange.Demote begin ->
                means.gitlab().ifPresent(way -> demote(runner, begin.reason(), way, means, fence));
            case RunnerChange.ContinueDrain _ -> goOn(runner, means, fence);
            case RunnerChange.Withdraw back -> withdraw(runner, back.reason(), means, fence);
            case RunnerChange.Wake wake ->
                means.gitlab().ifPresent(way -> power.wake(runner, wake.reason(), means, way, fence));
            case RunnerChange.ContinueWake _ -> power.continueWake(runner, means.machine(), fence);
            case RunnerChange.Terminate end -> moves.move(runner, RunnerState.TERMINATING, end.reason(), fence);
            case RunnerChange.Fail fail -> fail(runner, fail.reason(), means, fence);
        }
    }

    /**
     * Compares which runners are paused in GitLab with what their rows say, and corrects GitLab; see
     * {@link GitLabPauses#keep}.
     *
     * @param others runners about which nothing was decided just now
     */
    public void keepPauses(List<Runner> others, Function<Runner, Optional<GitLabAccess>> ways) {
        pauses.keep(others, ways);
    }

    /** A runner for which Nadir has no room is ended instead. */
    private void demote(Runner runner, String reason, GitLabAccess access, Means means, Fence fence) {
        try {
            drain.beginToStop(runner, reason, means.nadir(), access, fence);
        } catch (CapacityException e) {
            log.info("runner is ended since nadir is full egg={} runner={}", runner.egg(), runner.id());
            drain.beginToEnd(runner, reason, access, fence);
        }
    }

    private void goOn(Runner runner, Means means, Fence fence) {
        if (runner.status().phase() == Phase.STOPPING) {
            power.continueStop(runner, means.machine(), means.maxAge(), fence);
            return;
        }
        if (drain.isOverdueForGood(runner)) {
            moves.fail(runner, "timeout", "", fence);
            return;
        }
        means.gitlab().flatMap(way -> drain.step(runner, way, fence)).ifPresent(proven -> {
            if (proven.state() == RunnerState.DEMOTING) {
                power.stop(proven, means.machine(), means.maxAge(), fence);
            } else {
                moves.move(
                        proven, RunnerState.TERMINATING, proven.status().cause().orElse("drained"), fence);
            }
        });
    }

    /** A stop that was asked for cannot be taken back: the runner is woken when it is wanted. */
    private void withdraw(Runner runner, String reason, Means means, Fence fence) {
        if (runner.status().phase() == Phase.STOPPING) {
            power.continueStop(runner, means.machine(), means.maxAge(), fence);
            return;
        }
        var back = runner.pulse().runningJobs().isEmpty() ? RunnerState.IDLE : RunnerState.BUSY;
        means.gitlab().ifPresent(way -> {
            var _ = drain.goBack(runner, back, reason, way, fence);
        });
    }

    private void fail(Runner runner, String reason, Means means, Fence fence) {
        boolean unproven =
                runner.state() == RunnerState.DEMOTING && runner.status().phase() != Phase.STOPPING;
        if (unproven && reason.endsWith(DEADLINE)) {
            // A proof that took too long proves nothing, not even that the runner is broken: a job may run on it.
            goOn(runner, means, fence);
            return;
        }
        if (means.gitlab().filter(way -> contact.refutes(reason, runner, way)).isPresent()) {
            log.info(
                    "runner is alive to gitlab, so it stays egg={} runner={} reason={}",
                    runner.egg(),
                    runner.id(),
                    reason);
            return;
        }
        moves.fail(runner, reason, evidence.of(runner), fence);
    }
}
