package io.polargosling.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private Instant now = Instant.EPOCH;
    private final Backoff longest = new Backoff(() -> now, always(Long.MAX_VALUE));

    @Test
    void next_unreachableForLong_staysAtFiveSecondsForAMinuteThenGrowsToSixty() {
        var waits = new ArrayList<Long>();
        for (int i = 0; i < 20; i++) {
            Duration wait = longest.next();
            waits.add(Math.round(wait.toMillis() / 1000.0));
            now = now.plus(wait);
        }
        assertThat(waits.subList(0, 4)).containsExactly(1L, 2L, 4L, 5L);
        assertThat(waits.subList(3, 14)).containsOnly(5L);
        assertThat(waits.subList(14, 20)).containsExactly(10L, 20L, 40L, 60L, 60L, 60L);
    }

    @Test
    void next_otherRandomness_isShorterByAtMostAQuarter() {
        var shortest = new Backoff(() -> now, always(0));
        assertThat(shortest.next()).isEqualTo(Duration.ofMillis(750));
        assertThat(shortest.next()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void next_afterReset_startsAnew() {
        longest.next();
        longest.next();
        longest.reset();
        assertThat(longest.next()).isBetween(Duration.ofMillis(990), Duration.ofSeconds(1));
    }

    @Test
    void next_serverAsksForMore_isHeededUpToAMinute() {
        assertThat(longest.next(Duration.ofSeconds(17))).isEqualTo(Duration.ofSeconds(17));
        assertThat(longest.next(Duration.ofHours(3))).isEqualTo(Duration.ofSeconds(60));
    }

    private static RandomGenerator always(long bits) {
        return () -> bits == Long.MAX_VALUE ? -1L : bits;
    }
}
