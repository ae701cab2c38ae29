package io.polargosling.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CrashRuleTest {

    private final CrashRule rule = new CrashRule(Duration.ofSeconds(1));

    @Test
    void crashed_fiveTimesInTenMinutes_waitsLongerEachTimeThenGivesUp() {
        Instant now = Instant.EPOCH;
        assertThat(rule.crashed(now)).contains(Duration.ofSeconds(1));
        assertThat(rule.crashed(now.plusSeconds(1))).contains(Duration.ofSeconds(2));
        assertThat(rule.crashed(now.plusSeconds(3))).contains(Duration.ofSeconds(4));
        assertThat(rule.crashed(now.plusSeconds(7))).contains(Duration.ofSeconds(8));
        assertThat(rule.crashed(now.plusSeconds(15))).isEmpty();
    }

    @Test
    void crashed_nowAndThen_isAlwaysStartedAgain() {
        for (int i = 0; i < 50; i++) {
            assertThat(rule.crashed(Instant.EPOCH.plus(Duration.ofMinutes(3L * i))))
                    .isPresent();
        }
    }
}
