package io.polargosling.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.runner.RunnerId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JobRunTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static JobRun run(OptionalLong pipeline, Optional<RunnerId> runner, JobRun.Progress progress) {
        return new JobRun(JobName.of("nightly"), NOW, "schedule", pipeline, runner, progress);
    }

    @Test
    void with_whatIsLearntBitByBit_isKept() {
        var runner = Optional.of(RunnerId.of("abcdef123456"));
        var begun = run(OptionalLong.empty(), Optional.empty(), JobRun.Progress.running());

        var known = begun.with(run(OptionalLong.of(5), Optional.empty(), JobRun.Progress.running()))
                .with(run(OptionalLong.empty(), runner, JobRun.Progress.running()));

        assertThat(known).isEqualTo(run(OptionalLong.of(5), runner, JobRun.Progress.running()));
        assertThat(known.isOpen()).isTrue();
    }

    @Test
    void with_afterItsEnd_staysAsItEnded() {
        var failed = JobRun.Progress.ended(JobRun.Status.FAILED, NOW, Optional.of("exit 1"));
        var ended = run(OptionalLong.empty(), Optional.empty(), JobRun.Progress.running())
                .with(run(OptionalLong.empty(), Optional.empty(), failed));

        assertThat(ended.isOpen()).isFalse();
        assertThat(ended.with(run(OptionalLong.empty(), Optional.empty(), JobRun.Progress.running()))
                        .progress())
                .isEqualTo(failed);
    }
}
