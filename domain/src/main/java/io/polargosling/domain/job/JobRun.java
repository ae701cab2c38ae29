package io.polargosling.domain.job;

import io.polargosling.domain.runner.RunnerId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run of a self-management job.
 *
 * @param startedAt with the name, the run's identity
 * @param trigger what began it, such as {@code schedule}
 * @param pipelineId GitLab's id of its pipeline; empty until that is known
 * @param runner who carries it out; empty until that is known
 */
public record JobRun(
        JobName job,
        Instant startedAt,
        String trigger,
        OptionalLong pipelineId,
        Optional<RunnerId> runner,
        Progress progress) {

    /**
     * How far a run has come.
     *
     * @param finishedAt empty while it goes on
     * @param error why it failed or was skipped; never a secret
     */
    public record Progress(Status status, Optional<Instant> finishedAt, Optional<String> error) {

        /** Not ended yet. */
        public static Progress running() {
            return new Progress(Status.RUNNING, Optional.empty(), Optional.empty());
        }

        /** Ended. */
        public static Progress ended(Status how, Instant at, Optional<String> error) {
            return new Progress(how, Optional.of(at), error);
        }
    }

    /** How a run stands. */
    public enum Status {
        RUNNING,
        SUCCEEDED,
        FAILED,
        /** Another run was still going on. */
        SKIPPED;

        /** The word used in rows and answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The status called {@code word}. */
        public static Status of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** True until it has ended. */
    public boolean isOpen() {
        return progress.status() == Status.RUNNING;
    }

    /** This run as {@code seen} tells of it; an ended run stays as it ended, and what was known stays known. */
    public JobRun with(JobRun seen) {
        return new JobRun(
                job,
                startedAt,
                trigger,
                pipelineId.isPresent() ? pipelineId : seen.pipelineId,
                runner.or(seen::runner),
                isOpen() ? seen.progress : progress);
    }
}
