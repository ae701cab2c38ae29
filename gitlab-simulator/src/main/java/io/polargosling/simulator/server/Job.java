package io.polargosling.simulator.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job's state; guarded by the lock of {@link World}. */
final class Job {

    final long id;
    final long pipelineId;
    final Project project;
    final JobSpec spec;
    final String token;
    final String sha;
    final Instant createdAt;
    final List<JobReport.Assignment> assignments = new ArrayList<>();
    final ByteArrayOutputStream trace = new ByteArrayOutputStream();

    JobStatus status = JobStatus.PENDING;

    @Nullable
    Runner runner;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant finishedAt;

    @Nullable
    Instant lastContact;

    @Nullable
    String failureReason;

    @Nullable
    Integer exitCode;

    boolean canCancelGracefully;

    Job(Ids ids, Project project, JobSpec spec, Instant createdAt) {
        this.id = ids.job();
        this.pipelineId = ids.pipeline();
        this.token = ids.jobToken();
        this.sha = ids.sha();
        this.project = project;
        this.spec = spec;
        this.createdAt = createdAt;
    }

    /** True when the job was given to the manager called {@code systemId}. */
    boolean isOn(String systemId) {
        return !assignments.isEmpty() && assignments.getLast().systemId().equals(systemId);
    }

    /** From creation to the start, or to now while it is waiting. */
    double queuedSeconds(Instant now) {
        return seconds(createdAt, startedAt != null ? startedAt : finishedAt != null ? finishedAt : now);
    }

    /** From the start to the end, or to now while it runs; null before the start. */
    @Nullable
    Double runSeconds(Instant now) {
        return startedAt == null ? null : Double.valueOf(seconds(startedAt, finishedAt == null ? now : finishedAt));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    JobReport report() {
        return new JobReport(
                id,
                spec,
                status,
                assignments,
                new JobReport.Outcome(Optional.ofNullable(failureReason), Optional.ofNullable(exitCode)),
                new JobReport.Times(createdAt, Optional.ofNullable(startedAt), Optional.ofNullable(finishedAt)),
                trace.toString(StandardCharsets.UTF_8));
    }
}
