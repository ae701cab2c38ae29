package io.polargosling.simulator.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Asks GitLab for jobs and runs them until told to stop. */
final class Agent implements AutoCloseable {

    private static final Duration UNHEALTHY_PAUSE = Duration.ofHours(1);
    private static final Duration SINGLE_UNHEALTHY_PAUSE = Duration.ofMinutes(5);
    private static final int REFUSALS_TO_PAUSE = 3;

    private enum Mode {
        WORKING,
        QUITTING,
        ABORTING
    }

    private record Active(AgentConfig.Runner runner, JobRun run, int slot) {}

    private final Path workingDirectory;
    private final String systemId;
    private final GitLabClient client = new GitLabClient();
    private final AgentMetrics metrics = new AgentMetrics();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Active> active = new ArrayList<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final Map<String, Long> pausedUntil = new ConcurrentHashMap<>();
    private AgentConfig config;
    private Mode mode = Mode.WORKING;

    Agent(AgentConfig config, Path workingDirectory, String systemId) {
        this.config = config;
        this.workingDirectory = workingDirectory;
        this.systemId = systemId;
    }

    AgentMetrics metrics() {
        return metrics;
    }

    /** No new jobs; {@link #run} returns when the current ones have ended. */
    void quit() {
        change(() -> mode = mode == Mode.WORKING ? Mode.QUITTING : mode);
    }

    /** No new jobs; the current ones are interrupted. */
    void abort() {
        change(() -> {
            mode = Mode.ABORTING;
            active.forEach(entry -> entry.run().stop(JobRun.Cause.INTERRUPTED));
        });
    }

    /** Works by the new configuration from now on; runners paused for being refused are tried again. */
    void reload(AgentConfig newConfig) {
        change(() -> {
            config = newConfig;
            refusals.clear();
            pausedUntil.clear();
        });
    }

    private void change(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Works until {@link #quit} or {@link #abort}; true when every job could be ended in time. */
    boolean run() throws InterruptedException {
        config().runners().forEach(this::verify);
        while (mode() == Mode.WORKING) {
            AgentConfig current = config();
            for (AgentConfig.Runner runner : current.runners()) {
                while (hasRoom(current, runner) && take(runner)) {
                    // Another may be waiting: ask again at once while there is room.
                }
            }
            pause(current.checkInterval());
        }
        return drain();
    }

    /** Works for one runner until it has done {@code maxBuilds} jobs (0: any number) or waited too long for one. */
    boolean runSingle(AgentConfig.Runner runner, int maxBuilds, Duration waitTimeout) throws InterruptedException {
        verify(runner);
        int builds = 0;
        long idleSince = System.nanoTime();
        while (mode() == Mode.WORKING && (maxBuilds == 0 || builds < maxBuilds)) {
            if (take(runner)) {
                builds++;
                awaitIdle();
                idleSince = System.nanoTime();
            } else if (!waitTimeout.isZero() && System.nanoTime() - idleSince >= waitTimeout.toNanos()) {
                AgentMain.log("no job within the wait timeout, ending seconds=" + waitTimeout.toSeconds());
                break;
            } else {
                boolean refused = refusals.getOrDefault(runner.token(), 0) > 0;
                pause(refused ? SINGLE_UNHEALTHY_PAUSE : config().checkInterval());
            }
        }
        return drain();
    }

    private void verify(AgentConfig.Runner runner) {
        GitLabClient.Reply reply = client.verify(runner, systemId);
        AgentMain.log("verifying runner runner=" + runner.name() + " status=" + reply.status());
    }

    /** Asks for a job and starts it; false when there was none. */
    private boolean take(AgentConfig.Runner runner) {
        GitLabClient.Reply reply = client.requestJob(runner, systemId);
        if (reply.forbidden()) {
            refused(runner);
        } else {
            refusals.remove(runner.token());
        }
        if (reply.status() != 201) {
            return false;
        }
        start(runner, AssignedJob.parse(reply.body()));
        return true;
    }

    private void refused(AgentConfig.Runner runner) {
        int count = refusals.merge(runner.token(), 1, Integer::sum);
        AgentMain.log("asking for a job was refused runner=" + runner.name() + " times=" + count);
        if (count >= REFUSALS_TO_PAUSE) {
            pausedUntil.put(runner.token(), System.nanoTime() + UNHEALTHY_PAUSE.toNanos());
        }
    }

    private void start(AgentConfig.Runner runner, AssignedJob job) {
        lock.lock();
        try {
            int slot = 0;
            while (taken(slot)) {
                slot++;
            }
            Path builds = runner.buildsDir().map(Path::of).orElse(workingDirectory.resolve("builds"));
            Path directory = builds.toAbsolutePath()
                    .resolve(runner.shortToken())
                    .resolve(Integer.toString(slot))
                    .resolve(job.projectPath());
            Active entry = new Active(runner, new JobRun(client, runner, job, directory), slot);
            active.add(entry);
            if (mode == Mode.ABORTING) {
                entry.run().stop(JobRun.Cause.INTERRUPTED);
            }
            Thread.ofPlatform().daemon().name("job-" + job.id()).start(() -> execute(entry));
        } finally {
            lock.unlock();
        }
    }

    private boolean taken(int slot) {
        return active.stream().anyMatch(entry -> entry.slot() == slot);
    }

    private void execute(Active entry) {
        long id = entry.run().jobId();
        // The words and fields of gitlab-runner's own log, which whoever supervises an agent reads.
        AgentMain.log("Checking for jobs... received job=" + id + " runner="
                + entry.runner().name());
        metrics.started();
        JobRun.Result result = JobRun.Result.failed("runner_system_failure");
        try {
            result = entry.run().run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            metrics.ended(Optional.ofNullable(result.reason()));
            var outcome = result.success() ? "Job succeeded" : "WARNING: Job failed: " + result.reason();
            AgentMain.log(outcome + " job=" + id + " runner=" + entry.runner().name());
            change(() -> active.remove(entry));
        }
    }

    private boolean hasRoom(AgentConfig current, AgentConfig.Runner runner) {
        lock.lock();
        try {
            long own = active.stream()
                    .filter(entry -> entry.runner().token().equals(runner.token()))
                    .count();
            Long until = pausedUntil.get(runner.token());
            return mode == Mode.WORKING
                    && active.size() < current.concurrent()
                    && (runner.limit() == 0 || own < runner.limit())
                    && (until == null || until - System.nanoTime() < 0);
        } finally {
            lock.unlock();
        }
    }

    private boolean drain() throws InterruptedException {
        if (mode() == Mode.QUITTING || mode() == Mode.WORKING) {
            awaitIdle();
        }
        return mode() != Mode.ABORTING || awaitIdle(config().shutdownTimeout());
    }

    /** Waits until no job runs, or until told to abort. */
    private void awaitIdle() throws InterruptedException {
        lock.lock();
        try {
            while (!active.isEmpty() && mode != Mode.ABORTING) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitIdle(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (!active.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return active.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the time, or until the mode or the configuration changes. */
    private void pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            AgentConfig before = config;
            long left = time.toNanos();
            while (mode == Mode.WORKING && config.equals(before) && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private Mode mode() {
        lock.lock();
        try {
            return mode;
        } finally {
            lock.unlock();
        }
    }

    private AgentConfig config() {
        lock.lock();
        try {
            return config;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
