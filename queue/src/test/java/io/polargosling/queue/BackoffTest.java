package io.polargosling.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Duration FIRST = Duration.ofSeconds(5);

    @ParameterizedTest
    @CsvSource({"1,5", "2,10", "3,20", "4,40", "7,320", "8,600", "1000,600", "0,5"})
    void seconds_withoutJitter_doubleUpToTheCap(int receives, int seconds) {
        assertThat(new Backoff(FIRST, millis -> millis).seconds(receives)).isEqualTo(seconds);
    }

    @Property(tries = 300)
    void anyReceive_jitter_staysWithinAFifthAndTheCap(@ForAll @IntRange(min = 1, max = 5) int receives) {
        int plain = new Backoff(FIRST, millis -> millis).seconds(receives);

        assertThat(new Backoff(FIRST, Backoff::jitter).seconds(receives))
                .isBetween(plain * 4 / 5, Math.min(600, plain * 6 / 5));
    }

    @ParameterizedTest
    @CsvSource({"1,PT0S,5", "1,PT4.9S,5", "1,PT7.1S,8", "1,PT1H,600", "1,PT-5S,5", "3,PT10S,20"})
    void seconds_otherSideAsks_areNoFewerUpToTheCap(int receives, Duration asked, int seconds) {
        assertThat(new Backoff(FIRST, millis -> millis).seconds(receives, Optional.of(asked)))
                .isEqualTo(seconds);
        assertThat(new Backoff(FIRST, millis -> millis).seconds(1, Optional.empty()))
                .isEqualTo(5);
    }
}
