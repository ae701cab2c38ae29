package io.polargosling.simulator.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One job from pickup to its last word to GitLab. */
final class JobRun {

    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

    /** Why a job ends other than by its script. */
    enum Cause {
        TIMEOUT,
        CANCELED,
        INTERRUPTED,
        LOST
    }

    /** How a job ended; a reason only when it failed. */
    record Result(
            boolean success,
            @Nullable String reason,
            @Nullable Integer exitCode) {

        static Result failed(String reason) {
            return new Result(false, reason, null);
        }
    }

    private final AgentConfig.Runner runner;
    private final AssignedJob job;
    private final Path directory;
    private final Trace trace;
    private final JobReporter reporter;
    private final AtomicReference<@Nullable Cause> cause = new AtomicReference<>();
    private final CompletableFuture<Cause> stopped = new CompletableFuture<>();
    private final long deadline;

    JobRun(GitLabClient client, AgentConfig.Runner runner, AssignedJob job, Path directory) {
        this.runner = runner;
        this.job = job;
        this.directory = directory;
        this.trace = new Trace(job.secrets(), runner.outputLimit());
        this.reporter = new JobReporter(client, runner, job, trace, this::stop);
        this.deadline = System.nanoTime() + job.timeout().toNanos();
    }

    long jobId() {
        return job.id();
    }

    /** Ends the job early; the first cause counts. */
    void stop(Cause why) {
        if (cause.compareAndSet(null, why)) {
            stopped.complete(why);
        }
    }

    /** Runs the job, and returns when GitLab has its result or will not take it. */
    Result run() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        reporter.started();
        Thread reports = Thread.ofVirtual().start(() -> report(done));
        Result result;
        try {
            result = execute();
        } catch (IOException | UncheckedIOException e) {
            trace.line("ERROR: Job failed (system failure): " + e.getMessage());
            result = Result.failed("runner_system_failure");
        }
        done.countDown();
        reports.join();
        trace.finish();
        if (cause.get() != Cause.LOST) {
            reporter.finished(result);
        }
        return result;
    }

    private void report(CountDownLatch done) {
        try {
            while (!done.await(REPORT_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                reporter.tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Result execute() throws IOException, InterruptedException {
        trace.line("Running with gitlab-runner " + AgentMain.VERSION + " (a stand-in: every executor is sh)");
        trace.line("  on " + runner.name() + " " + runner.shortToken());
        Path scratch = Path.of(directory + ".tmp");
        Files.createDirectories(directory);
        Files.createDirectories(scratch);
        Map<String, String> environment = environment(scratch);
        Result result = new Result(true, null, 0);
        for (AssignedJob.Step step : job.steps()) {
            boolean due = step.when().equals("always")
                    || result.success() == !step.when().equals("on_failure");
            if (due && cause.get() == null) {
                Result ofStep = executeStep(step, scratch, environment);
                result = result.success() && !step.allowFailure() ? ofStep : result;
            }
        }
        Cause why = cause.get();
        result = why == null ? result : Result.failed(reason(why));
        trace.line(closing(result));
        return result;
    }

    private Result executeStep(AssignedJob.Step step, Path scratch, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path script = Files.writeString(scratch.resolve("step_" + step.name()), Script.of(step.script()));
        ShellStep shell = ShellStep.start(script, directory, environment, trace);
        Thread watch = Thread.ofVirtual().start(() -> stopOnCause(shell));
        if (!shell.waitFor(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
            stop(Cause.TIMEOUT);
            shell.waitFor(Duration.ofDays(1));
        }
        watch.interrupt();
        watch.join();
        int exitCode = shell.finish();
        return exitCode == 0 ? new Result(true, null, 0) : new Result(false, "script_failure", exitCode);
    }

    private static String reason(Cause why) {
        return switch (why) {
            case TIMEOUT -> "job_execution_timeout";
            case CANCELED -> "job_canceled";
            case INTERRUPTED -> "runner_interrupted";
            case LOST -> "runner_system_failure";
        };
    }

    private void stopOnCause(ShellStep shell) {
        try {
            stopped.get();
            shell.stop();
        } catch (InterruptedException e) {
            // The step has ended by itself.
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a reason to stop", e);
        }
    }

    private Map<String, String> environment(Path scratch) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>(runner.environment());
        for (AssignedJob.Variable variable : job.variables()) {
            String value = variable.value();
            if (variable.file()) {
                value = Files.writeString(scratch.resolve(variable.key()), value)
                        .toString();
            }
            environment.put(variable.key(), value);
        }
        environment.put("CI_PROJECT_DIR", directory.toString());
        return environment;
    }

    private String closing(Result result) {
        Cause why = cause.get();
        if (why != null) {
            return switch (why) {
                case TIMEOUT ->
                    "ERROR: Job failed: execution took longer than "
                            + job.timeout().toSeconds() + "s";
                case CANCELED -> "ERROR: Job failed: canceled";
                case INTERRUPTED -> "ERROR: Job failed (system failure): aborted: terminated";
                case LOST -> "ERROR: Job failed (system failure): GitLab no longer knows the job";
            };
        }
        return result.success() ? "Job succeeded" : "ERROR: Job failed: exit status " + result.exitCode();
    }
}
