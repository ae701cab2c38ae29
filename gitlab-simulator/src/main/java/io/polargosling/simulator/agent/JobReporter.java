package io.polargosling.simulator.agent;

import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells GitLab how a job is going, and hears whether it is still wanted. */
final class JobReporter {

    // The real agent waits 30 s; shorter, so that a quiet job hears soon that it was canceled.
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(3);
    private static final int LAST_TRIES = 40;
    private static final int LONGEST_BACKOFF_MILLIS = 10_000;

    private final GitLabClient client;
    private final AgentConfig.Runner runner;
    private final AssignedJob job;
    private final Trace trace;
    private final Consumer<JobRun.Cause> stop;
    private long lastWord = System.nanoTime();

    JobReporter(
            GitLabClient client, AgentConfig.Runner runner, AssignedJob job, Trace trace, Consumer<JobRun.Cause> stop) {
        this.client = client;
        this.runner = runner;
        this.job = job;
        this.trace = trace;
        this.stop = stop;
    }

    void started() {
        heed(client.update(runner, job, state("running")));
    }

    /** Sends what the log has gained; a quiet job says now and then that it lives. */
    void tick() {
        if (!sendTrace() && System.nanoTime() - lastWord > KEEP_ALIVE.toNanos()) {
            heed(client.update(runner, job, state("running")));
        }
    }

    /** True when something was sent. */
    private boolean sendTrace() {
        byte[] part = trace.unsent();
        if (part.length == 0) {
            return false;
        }
        int start = trace.sent();
        GitLabClient.Reply reply = client.appendTrace(runner, job, start, part);
        if (reply.status() == 202) {
            trace.sentUpTo(start + part.length);
        } else if (reply.status() == 416) {
            reply.range().ifPresent(range -> trace.sentUpTo(end(range)));
        }
        heed(reply);
        return true;
    }

    private static int end(String range) {
        try {
            return Integer.parseInt(range.substring(range.indexOf('-') + 1));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Sends the rest of the log and the result, trying again until GitLab has both or does not want them. */
    void finished(JobRun.Result result) throws InterruptedException {
        for (int attempt = 0; attempt < LAST_TRIES; attempt++) {
            int before = trace.sent();
            while (sendTrace() && trace.sent() != before) {
                before = trace.sent();
            }
            if (trace.unsent().length == 0) {
                GitLabClient.Reply reply = client.update(runner, job, last(result));
                if (reply.status() == 200 || reply.forbidden()) {
                    return;
                }
                if (reply.status() == 412) {
                    trace.sentUpTo(0);
                }
            }
            Thread.sleep(Math.min(LONGEST_BACKOFF_MILLIS, 250L << Math.min(attempt, 10)));
        }
        AgentMain.log("giving up reporting a job job=" + job.id());
    }

    private ObjectNode last(JobRun.Result result) {
        ObjectNode state = state(result.success() ? "success" : "failed").put("checksum", trace.checksum());
        state.set(
                "output",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("checksum", trace.checksum())
                        .put("bytesize", trace.size()));
        if (result.reason() != null) {
            state.put("failure_reason", result.reason());
        }
        if (result.exitCode() != null) {
            state.put("exit_code", result.exitCode());
        }
        return state;
    }

    private static ObjectNode state(String state) {
        return JsonNodeFactory.instance.objectNode().put("state", state);
    }

    private void heed(GitLabClient.Reply reply) {
        if (reply.status() != 0) {
            lastWord = System.nanoTime();
        }
        String status = reply.jobStatus().orElse("");
        if (status.equals("canceling") || status.equals("canceled")) {
            stop.accept(JobRun.Cause.CANCELED);
        } else if (status.equals("failed") || reply.forbidden()) {
            stop.accept(JobRun.Cause.LOST);
        }
    }
}
