package io.polargosling.api.heartbeat;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.runner.Lifetimes;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What machines ask of the control plane, without HTTP. Whether the caller is the machine it says it is must have been
 * proven before.
 *
 * <p>Every method throws {@link ProblemException} with the kind that tells the machine what to do, and
 * {@link io.polargosling.domain.problem.UnavailableException} when it is to try again.
 */
public final class MachineCalls {

    private final Storage storage;
    private final EggConfigs configs;
    private final Enrolment enrolment;
    private final Heartbeats heartbeats;
    private final Duration heartbeat;

    /**
     * Calls of machines that live as long as any may.
     *
     * @param heartbeat how often a machine is to report
     */
    public MachineCalls(
            Storage storage,
            Secrets secrets,
            GitLab gitlab,
            InstantSource clock,
            CommandQueue queue,
            Duration heartbeat) {
        this(storage, secrets, gitlab, clock, queue, heartbeat, Lifetimes.longest());
    }

    /**
     * Calls of machines.
     *
     * @param heartbeat how often a machine is to report
     * @param lifetimes how long machines live
     */
    public MachineCalls(
            Storage storage,
            Secrets secrets,
            GitLab gitlab,
            InstantSource clock,
            CommandQueue queue,
            Duration heartbeat,
            Lifetimes lifetimes) {
        var now = new ApiClock(clock);
        this.storage = storage;
        this.configs = new EggConfigs(storage);
        this.enrolment =
                new Enrolment(storage, new Entities(secrets, gitlab.runners(), lifetimes), configs, now, heartbeat);
        this.heartbeats = new Heartbeats(storage.runners(), queue, now, heartbeat);
        this.heartbeat = heartbeat;
    }

    /** Gives a fresh machine its tokens: 409 once it has sent a heartbeat, 410 when it has ended or comes too late. */
    public RunnerBootstrap enrol(RunnerId runner, EnrolmentFacts facts) {
        return enrolment.enrol(runner, facts);
    }

    /** Takes a heartbeat: 409 for one that is not newer than all before, 410 when the runner has ended. */
    public Directive heartbeat(RunnerId runner, Heartbeat said) {
        return heartbeats.take(runner, said);
    }

    /** How the machine is to work: 410 when it has ended. */
    public RunnerConfig config(RunnerId runner) {
        var row = storage.runners()
                .find(runner)
                .filter(found -> !HeartbeatRule.hasEnded(found.state()))
                .orElseThrow(() -> new ProblemException(ProblemKind.GONE, "the runner has ended: stop"));
        return RunnerConfig.of(row, configs.of(row), heartbeat);
    }
}
