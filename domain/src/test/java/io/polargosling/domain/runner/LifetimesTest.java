package io.polargosling.domain.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.problem.InvalidException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LifetimesTest {

    private static final EggName WEB = EggName.of("web");
    private static final EggName JOB = JobName.of("nightly").egg();

    @Test
    void of_eachKind_isItsLimit() {
        var lifetimes = Lifetimes.longest();

        assertThat(lifetimes.of(WEB, RunnerKind.VM)).isEmpty();
        assertThat(lifetimes.of(WEB, RunnerKind.SERVERLESS)).contains(Duration.ofMinutes(60));
        assertThat(lifetimes.of(JOB, RunnerKind.SERVERLESS)).contains(Duration.ofMinutes(10));
        assertThat(lifetimes.of(JOB, RunnerKind.VM)).contains(Duration.ofMinutes(10));
    }

    @Test
    void jobLimit_eachKind_endsBeforeTheMachineAndIsNoneThatGitLabRefuses() {
        var lifetimes = Lifetimes.longest();

        assertThat(lifetimes.jobLimit(WEB, RunnerKind.VM)).isEqualTo(Duration.ofHours(24));
        assertThat(lifetimes.jobLimit(WEB, RunnerKind.SERVERLESS)).isEqualTo(Duration.ofMinutes(58));
        assertThat(lifetimes.jobLimit(JOB, RunnerKind.SERVERLESS)).isEqualTo(Duration.ofMinutes(10));
        assertThat(new Lifetimes(Duration.ofMinutes(11), Duration.ofMinutes(1)).jobLimit(WEB, RunnerKind.SERVERLESS))
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void lifetimes_raisedOrNone_areRefused() {
        var hour = Duration.ofMinutes(60);
        var ten = Duration.ofMinutes(10);

        assertThatThrownBy(() -> new Lifetimes(hour.plusSeconds(1), ten))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("gosling.limits.serverless");
        assertThatThrownBy(() -> new Lifetimes(hour, ten.plusSeconds(1)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("gosling.limits.job");
        assertThatThrownBy(() -> new Lifetimes(hour, Duration.ZERO)).isInstanceOf(InvalidException.class);
        assertThat(new Lifetimes(ten.plusSeconds(1), Duration.ofSeconds(1)).job())
                .isEqualTo(Duration.ofSeconds(1));
    }
}
