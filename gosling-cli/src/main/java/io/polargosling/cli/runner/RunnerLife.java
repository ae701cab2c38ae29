package io.polargosling.cli.runner;

import io.polargosling.cli.print.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A machine's life from its enrolment to its end. One thread decides; whatever happens elsewhere reaches it as a
 * message.
 */
final class RunnerLife {

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Path tokenFile;
    private final RunnerConfig config;
    private final RunnerTiming timing;
    private final RunnerClocks clocks;
    private final Pulse pulse;
    private final AgentKeeper agent;
    private final Inbox inbox;
    private final ActLog log;

    private SortedSet<Long> jobs = new TreeSet<>();
    private boolean greeted;
    private boolean draining;
    private boolean lifetimeOver;
    private boolean finished;
    private @Nullable Instant finishedUntil;
    private @Nullable Instant drainUntil;
    private @Nullable Integer exitCode;
    private boolean ended;
    private boolean gone;

    RunnerLife(
            Path tokenFile,
            RunnerConfig config,
            RunnerTiming timing,
            RunnerClocks clocks,
            Pulse pulse,
            AgentKeeper agent,
            Inbox inbox,
            ActLog log) {
        this.tokenFile = tokenFile;
        this.config = config;
        this.timing = timing;
        this.clocks = clocks;
        this.pulse = pulse;
        this.agent = agent;
        this.inbox = inbox;
        this.log = log;
    }

    /** Lives until the end and gives the status to exit with. */
    int live() throws InterruptedException {
        while (!ended) {
            Instant now = clocks.steady().instant();
            if (agent.act(now)) {
                pulse.soon();
            }
            watchLimits(now);
            if (agent.running()) {
                pulse.reached(BootPhase.AGENT_UP);
            }
            if (!ended && pulse.due().filter(due -> !due.isAfter(now)).isPresent()) {
                pulse.beat(state(), jobs);
            }
            if (!ended) {
                inbox.next(untilDue()).ifPresent(this::take);
            }
        }
        if (!gone && !pulse.farewell(timing.farewell())) {
            log.warn("the last heartbeat did not arrive");
        }
        return exitCode == null ? ExitCode.DONE : exitCode;
    }

    private Duration untilDue() {
        Instant now = clocks.steady().instant();
        Stream<Optional<Instant>> dues = Stream.of(
                pulse.due(), agent.due(), Optional.ofNullable(drainUntil), Optional.ofNullable(finishedUntil));
        Duration wait = dues.flatMap(Optional::stream)
                .map(due -> Duration.between(now, due))
                .reduce(LONGEST_WAIT, (a, b) -> a.compareTo(b) < 0 ? a : b);
        Duration lifetime = config.lifetimeEnd()
                .filter(end -> !lifetimeOver)
                .map(end -> Duration.between(clocks.wall().instant(), end))
                .orElse(LONGEST_WAIT);
        Duration least = wait.compareTo(lifetime) < 0 ? wait : lifetime;
        // The queue counts whole milliseconds: rounded down it would be asked again and again before the time.
        return least.isNegative() ? Duration.ZERO : least.plusMillis(1);
    }

    private Heartbeat.State state() {
        if (exitCode != null && drainUntil == null) {
            return Heartbeat.State.STOPPING;
        }
        if (finished) {
            return Heartbeat.State.FINISHED;
        }
        if (draining || lifetimeOver || drainUntil != null) {
            return Heartbeat.State.DRAINING;
        }
        if (!agent.running()) {
            return Heartbeat.State.ACTIVE;
        }
        return jobs.isEmpty() ? Heartbeat.State.IDLE : Heartbeat.State.BUSY;
    }

    private void watchLimits(Instant now) {
        if (finishedUntil != null && !finishedUntil.isAfter(now)) {
            log.warn("waited long enough for the removal");
            leave(ExitCode.DONE);
        }
        if (drainUntil != null && !drainUntil.isAfter(now)) {
            log.warn("drain limit reached, aborting jobs", "jobs=" + jobs);
            drainUntil = null;
            agent.terminate(now);
        }
        boolean over = config.lifetimeEnd()
                .filter(end -> !end.isAfter(clocks.wall().instant()))
                .isPresent();
        if (over && !lifetimeOver) {
            lifetimeOver = true;
            log.info("lifetime is over, no new jobs", "jobs=" + jobs);
            pulse.tell("lifetime-ended", "no new jobs are taken");
            quitAgent();
        }
    }

    private void take(Inbox.Message message) {
        switch (message) {
            case Inbox.Message.Terminate terminate -> onTerminate();
            case Inbox.Message.Interrupt interrupt -> onInterrupt();
            case Inbox.Message.Beat beat -> onBeat(beat.answer());
            case Inbox.Message.AgentVersion version -> pulse.agentVersion(version.version());
            case Inbox.Message.Jobs changed -> {
                if (agent.isCurrent(changed.run())) {
                    jobs = changed.jobs();
                    pulse.reached(BootPhase.FIRST_JOB);
                    log.info("jobs changed", "jobs=" + jobs);
                    pulse.soon();
                }
            }
            case Inbox.Message.AgentEnded end -> onAgentEnded(end);
            case Inbox.Message.Enrolment late -> {}
        }
    }

    private void onTerminate() {
        if (exitCode != null) {
            return;
        }
        log.info("asked to end, no new jobs", "jobs=" + jobs);
        exitCode = ExitCode.DONE;
        drainUntil = clocks.steady().instant().plus(timing.drain());
        if (agent.running()) {
            agent.quit();
            pulse.soon();
        } else {
            leave(ExitCode.DONE);
        }
    }

    private void onInterrupt() {
        log.info("interrupted", "jobs=" + jobs);
        stopAgent(ExitCode.INTERRUPTED);
    }

    private void onBeat(HeartbeatAnswer answer) {
        pulse.answered(answer);
        switch (answer) {
            case HeartbeatAnswer.Directive directive -> {
                greet(directive.desired());
                follow(directive.desired());
            }
            case HeartbeatAnswer.Gone none -> {
                log.info("the control plane says that this runner has ended", "jobs=" + jobs);
                gone = true;
                stopAgent(exitCode == null ? ExitCode.DONE : exitCode);
            }
            case HeartbeatAnswer.Stale stale -> log.warn("heartbeat number was too low, going on with a higher one");
            case HeartbeatAnswer.Later later ->
                log.warn("heartbeat not taken, trying again", "reason=\"" + later.reason() + "\"");
        }
    }

    /** The first heartbeat has arrived, which spends the token: from now on jobs may run, which can read files. */
    private void greet(HeartbeatAnswer.Desired desired) {
        if (greeted) {
            return;
        }
        greeted = true;
        try {
            Files.deleteIfExists(tokenFile);
        } catch (IOException e) {
            log.warn("the spent enrolment token stays", "file=" + tokenFile);
        }
        if (desired == HeartbeatAnswer.Desired.RUN && exitCode == null && !lifetimeOver) {
            agent.start();
            pulse.soon();
        }
    }

    private void follow(HeartbeatAnswer.Desired desired) {
        if (exitCode != null && desired != HeartbeatAnswer.Desired.STOP) {
            return;
        }
        switch (desired) {
            case RUN -> {
                if (draining && !finished) {
                    log.info("told to take jobs again");
                    draining = false;
                    // An agent still at its last jobs cannot be called back; onAgentEnded starts the next one.
                    agent.start();
                    pulse.soon();
                }
            }
            case DRAIN -> {
                if (!draining && !finished) {
                    log.info("told to take no new jobs", "jobs=" + jobs);
                    draining = true;
                    quitAgent();
                }
            }
            case STOP -> {
                log.info("told to stop", "jobs=" + jobs);
                gone = true;
                stopAgent(exitCode == null ? ExitCode.DONE : exitCode);
            }
        }
    }

    private void quitAgent() {
        boolean running = agent.running();
        agent.quit();
        if (!running && lifetimeOver) {
            finish();
        }
        pulse.soon();
    }

    private void onAgentEnded(Inbox.Message.AgentEnded end) {
        Instant now = clocks.steady().instant();
        var what = agent.ended(end, now);
        if (what instanceof AgentKeeper.Ended.Old) {
            return;
        }
        jobs = new TreeSet<>();
        log.info("agent ended", "status=" + end.status(), "jobs_started=" + end.started());
        if (exitCode != null) {
            leave(exitCode);
            return;
        }
        switch (what) {
            case AgentKeeper.Ended.AsAsked asked -> {
                if (lifetimeOver) {
                    finish();
                } else if (!draining) {
                    agent.start();
                }
            }
            case AgentKeeper.Ended.Finished done -> finish();
            case AgentKeeper.Ended.Crashed crash -> {
                log.warn(
                        "agent crashed",
                        "status=" + crash.status(),
                        "restart_ms=" + crash.restart().toMillis());
                pulse.tell("failure-agent-crashed", "exit " + crash.status() + ": " + end.lastLine());
            }
            case AgentKeeper.Ended.GivenUp given -> {
                log.warn("agent crashed too often, ending", "status=" + given.status());
                pulse.tell(
                        "failure-agent-gave-up",
                        "5 crashes in 10 minutes, last exit " + given.status() + ": " + end.lastLine());
                leave(ExitCode.FAILED);
            }
            case AgentKeeper.Ended.Old old -> {}
        }
        pulse.soon();
    }

    /** No further job; what remains is to wait for the removal. */
    private void finish() {
        finished = true;
        finishedUntil = clocks.steady().instant().plus(timing.finished());
        log.info("finished, waiting for the removal");
        pulse.soon();
    }

    private void stopAgent(int code) {
        exitCode = code;
        drainUntil = null;
        if (agent.running()) {
            agent.terminate(clocks.steady().instant());
            pulse.soon();
        } else {
            leave(code);
        }
    }

    private void leave(int code) {
        exitCode = code;
        drainUntil = null;
        ended = true;
    }
}
