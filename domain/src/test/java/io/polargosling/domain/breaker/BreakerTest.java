package io.polargosling.domain.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Breaker CLOSED = Breaker.closed(BreakerScope.of(EggName.of("web")));

    private static Breaker opened() {
        return CLOSED.failed("quota", 1, NOW);
    }

    @Test
    void failed_thresholdOfOneCause_opensForFiveMinutes() {
        var twice = CLOSED.failed("quota", 3, NOW).failed("quota", 3, NOW);
        assertThat(twice.state()).isEqualTo(Breaker.State.CLOSED);
        assertThat(twice.allows(NOW)).isTrue();

        var open = twice.failed("quota", 3, NOW);
        assertThat(open.state()).isEqualTo(Breaker.State.OPEN);
        assertThat(open.failures()).isEqualTo(3);
        assertThat(open.cause()).contains("quota");
        assertThat(open.allows(NOW.plusSeconds(299))).isFalse();
        assertThat(open.allows(NOW.plusSeconds(300))).isTrue();
    }

    @Test
    void failed_anotherCause_countsAnew() {
        var other = CLOSED.failed("quota", 3, NOW).failed("quota", 3, NOW).failed("network", 3, NOW);

        assertThat(other.state()).isEqualTo(Breaker.State.CLOSED);
        assertThat(other.failures()).isEqualTo(1);
        assertThat(other.cause()).contains("network");
    }

    @Test
    void failed_probeAfterProbe_restsTwiceAsLongUpToThirtyMinutes() {
        var rests = new ArrayList<Duration>();
        var breaker = opened();
        var now = NOW;
        for (int i = 0; i < 5; i++) {
            var rest = breaker.rest().orElseThrow();
            rests.add(rest.interval());
            now = rest.nextProbeAt();
            breaker = breaker.probing(now).failed("quota", 1, now);
        }

        assertThat(rests).extracting(Duration::toMinutes).containsExactly(5L, 10L, 20L, 30L, 30L);
    }

    @Test
    void failed_whileItRests_leavesTheRestAlone() {
        var open = opened();

        var later = open.failed("network", 1, NOW.plusSeconds(60));

        assertThat(later.state()).isEqualTo(Breaker.State.OPEN);
        assertThat(later.rest()).isEqualTo(open.rest());
        assertThat(later.cause()).contains("network");
    }

    @Test
    void probing_onceBegun_letsNoOtherThroughForOneRest() {
        var at = NOW.plusSeconds(300);
        var probing = opened().probing(at);

        assertThat(probing.state()).isEqualTo(Breaker.State.HALF_OPEN);
        assertThat(probing.allows(at)).isFalse();
        assertThat(probing.allows(at.plusSeconds(300))).isTrue();
        assertThat(probing.rest().orElseThrow().openedAt()).isEqualTo(NOW);
    }

    @Test
    void probing_closed_changesNothing() {
        assertThat(CLOSED.probing(NOW)).isEqualTo(CLOSED);
    }

    @Test
    void succeeded_anyState_isClosedAtTheSameVersion() {
        var probing = opened().probing(NOW).withVersion(7);

        assertThat(probing.succeeded()).isEqualTo(CLOSED.withVersion(7));
    }

    @Test
    void resting_atOnce_opensForTheGivenTime() {
        var resting = CLOSED.resting("no-capacity", Duration.ofMinutes(10), NOW);

        assertThat(resting.state()).isEqualTo(Breaker.State.OPEN);
        assertThat(resting.allows(NOW.plusSeconds(599))).isFalse();
        assertThat(resting.allows(NOW.plusSeconds(600))).isTrue();
    }

    @Test
    void ofPlace_parts_areOneScope() {
        assertThat(BreakerScope.ofPlace("aws", "eu-central-1a", "t3.large"))
                .hasToString("place:aws/eu-central-1a/t3.large");
    }
}
