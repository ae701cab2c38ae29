package io.polargosling.cli.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Keeps the agent running, and ends it. Used by one thread; tells it by messages what the agent does. */
final class AgentKeeper {

    private static final int CANNOT_EXECUTE = 126;

    /** What a life of the agent came to. */
    sealed interface Ended {

        /** It was asked to. */
        record AsAsked() implements Ended {}

        /** It has done all the jobs it may. */
        record Finished() implements Ended {}

        /** It will be started again at the time {@link AgentKeeper#due} tells. */
        record Crashed(int status, Duration restart) implements Ended {}

        /** It crashed too often. */
        record GivenUp(int status) implements Ended {}

        /** An earlier run, which is of no interest any more. */
        record Old() implements Ended {}
    }

    private final AgentProgram program;
    private final Path workDir;
    private final String runner;
    private final RunnerBootstrap bootstrap;
    private final Duration grace;
    private final MaskedLog log;
    private final CrashRule crashes;
    private final Inbox inbox;

    private @Nullable AgentProcess process;
    private @Nullable Instant restartAt;
    private @Nullable Instant killAt;
    private @Nullable JobQuota allowance;
    private @Nullable Instant idleUntil;
    private boolean quitting;
    private boolean asked;
    private int run;
    private int jobsStarted;

    AgentKeeper(
            AgentProgram program,
            Path workDir,
            String runner,
            RunnerBootstrap bootstrap,
            Duration grace,
            MaskedLog log,
            CrashRule crashes,
            Inbox inbox) {
        this.program = program;
        this.workDir = workDir;
        this.runner = runner;
        this.bootstrap = bootstrap;
        this.grace = grace;
        this.log = log;
        this.crashes = crashes;
        this.inbox = inbox;
    }

    /** Writes the configuration; to be called once before {@link #start}. */
    void prepare() throws IOException {
        AgentConfigFile.write(workDir, AgentConfigFile.render(runner, bootstrap, workDir));
        if (bootstrap.gitlab().systemId().isPresent()) {
            AgentConfigFile.writeSystemId(workDir, bootstrap.gitlab().systemId().get());
        }
        if (program.user().isPresent()) {
            AgentConfigFile.openTo(program.user().get(), workDir);
        }
    }

    boolean running() {
        return process != null;
    }

    /** True when {@code ofRun} is the agent that runs, not one before it. */
    boolean isCurrent(int ofRun) {
        return process != null && ofRun == run;
    }

    /** Starts the agent unless it runs. */
    void start() {
        restartAt = null;
        if (process != null) {
            return;
        }
        asked = false;
        quitting = false;
        killAt = null;
        run++;
        int now = run;
        var jobs = new JobLog();
        var quota = new JobQuota(jobs, isCounting() ? buildsLeft() : OptionalInt.empty());
        allowance = quota;
        var last = new LastLine();
        try {
            process = AgentProcess.start(
                    program.command(
                            workDir,
                            runner,
                            isCounting() ? OptionalInt.empty() : buildsLeft(),
                            bootstrap.config().idleTimeout()),
                    program.environment(),
                    workDir,
                    grace,
                    line -> read(now, line, quota, last),
                    status -> inbox.put(new Inbox.Message.AgentEnded(now, status, jobs.started(), last.get())));
        } catch (IOException e) {
            inbox.put(new Inbox.Message.AgentEnded(now, CANNOT_EXECUTE, 0, String.valueOf(e.getMessage())));
        }
    }

    /** No new jobs; ends after the current ones. */
    void quit() {
        restartAt = null;
        asked = true;
        if (process != null) {
            process.quit();
        }
    }

    /** Ends with its jobs aborted, and by force after the grace. */
    void terminate(Instant now) {
        restartAt = null;
        asked = true;
        if (process != null && killAt == null) {
            process.terminate();
            killAt = now.plus(grace);
        }
    }

    /** Ends without a grace. */
    void kill() {
        restartAt = null;
        asked = true;
        if (process != null) {
            process.kill();
        }
    }

    /** When {@link #act} has something to do; empty when never. */
    Optional<Instant> due() {
        return Optional.ofNullable(killAt != null ? killAt : restartAt != null ? restartAt : idleUntil);
    }

    /** Does what is due; true when that was a start. */
    boolean act(Instant now) {
        watchQuota(now);
        if (killAt != null && !killAt.isAfter(now)) {
            killAt = null;
            kill();
            return false;
        }
        if (restartAt != null && !restartAt.isAfter(now)) {
            start();
            return true;
        }
        return false;
    }

    /** Takes note of the agent's end. */
    Ended ended(Inbox.Message.AgentEnded end, Instant now) {
        if (end.run() != run) {
            return new Ended.Old();
        }
        process = null;
        killAt = null;
        idleUntil = null;
        jobsStarted += end.started();
        if (asked) {
            return new Ended.AsAsked();
        }
        boolean limited = bootstrap.config().agent().maxBuilds().isPresent();
        if (limited && (end.status() == 0 || quitting || buildsLeft().orElse(1) <= 0)) {
            return new Ended.Finished();
        }
        Optional<Duration> wait = crashes.crashed(now);
        wait.ifPresent(pause -> restartAt = now.plus(pause));
        return wait.<Ended>map(pause -> new Ended.Crashed(end.status(), pause))
                .orElseGet(() -> new Ended.GivenUp(end.status()));
    }

    /**
     * True when the jobs are counted here: the agent's own way to take only so many would give it a name at GitLab that
     * nobody knows, and cannot run them as another user.
     */
    private boolean isCounting() {
        boolean bySelf =
                bootstrap.gitlab().systemId().isPresent() || program.user().isPresent();
        return bySelf && bootstrap.config().agent().maxBuilds().isPresent();
    }

    /** Ends an agent that has begun all jobs it may, or has waited for one long enough. */
    private void watchQuota(Instant now) {
        var quota = allowance;
        if (process == null || quota == null || quitting || asked || !isCounting()) {
            return;
        }
        var patience = bootstrap.config().idleTimeout();
        if (quota.isUsedUp()) {
            idleUntil = null;
            quitting = true;
            process.quit();
        } else if (quota.isWorking() || idleUntil == null) {
            idleUntil = patience.isZero() ? null : now.plus(patience);
        } else if (!idleUntil.isAfter(now)) {
            idleUntil = null;
            quitting = true;
            process.quit();
        }
    }

    private OptionalInt buildsLeft() {
        OptionalInt most = bootstrap.config().agent().maxBuilds();
        return most.isPresent() ? OptionalInt.of(most.getAsInt() - jobsStarted) : most;
    }

    private void read(int ofRun, String line, JobQuota quota, LastLine last) {
        last.set(log.mask(line));
        try {
            log.append(line);
        } catch (IOException e) {
            // A full disk must not end the jobs; their own logs go to GitLab.
        }
        quota.jobs().read(line).ifPresent(changed -> inbox.put(new Inbox.Message.Jobs(ofRun, changed)));
    }

    /** Written by the thread that reads, asked by the one that waits. */
    private static final class LastLine {
        private volatile String line = "";

        void set(String text) {
            if (!text.isBlank()) {
                line = text.length() > 200 ? text.substring(0, 200) : text;
            }
        }

        String get() {
            return line;
        }
    }
}
