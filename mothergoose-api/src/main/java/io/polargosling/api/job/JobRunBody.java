package io.polargosling.api.job;

import io.polargosling.domain.job.JobRun;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run of a self-management job.
 *
 * @param trigger schedule, api or missed-run
 * @param status running, succeeded, failed or skipped
 * @param pipelineId null until its pipeline is known
 * @param runnerId null until it is known who carries it out
 */
record JobRunBody(
        String job,
        Instant startedAt,
        String trigger,
        String status,
        @Nullable Long pipelineId,
        @Nullable String runnerId,
        @Nullable Instant finishedAt,
        @Nullable String error) {

    static JobRunBody of(JobRun run) {
        return new JobRunBody(
                run.job().value(),
                run.startedAt(),
                run.trigger(),
                run.progress().status().word(),
                run.pipelineId().isPresent() ? run.pipelineId().getAsLong() : null,
                run.runner().map(runner -> runner.value()).orElse(null),
                run.progress().finishedAt().orElse(null),
                run.progress().error().orElse(null));
    }
}
