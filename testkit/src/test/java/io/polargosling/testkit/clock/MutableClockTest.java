package io.polargosling.testkit.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MutableClockTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void advance_time_movesBothTimes() {
        var clock = MutableClock.at(START);

        clock.advance(Duration.ofSeconds(3));

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(3));
        assertThat(clock.nanos().getAsLong()).isEqualTo(3_000_000_000L);
    }

    @Test
    void set_back_leavesMonotonicTime() {
        var clock = MutableClock.at(START);
        clock.advance(Duration.ofSeconds(3));

        clock.set(START.minusSeconds(60));

        assertThat(clock.instant()).isEqualTo(START.minusSeconds(60));
        assertThat(clock.nanos().getAsLong()).isEqualTo(3_000_000_000L);
    }
}
