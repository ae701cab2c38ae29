package io.polargosling.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polargosling.domain.problem.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class BudgetTest {

    private static final Call POLL = Call.poll("polling");
    private static final Call CREATE = Call.create("creating");
    private static final Call DELETE = Call.delete("deleting");

    private final VirtualTime time = new VirtualTime();
    private final Budget budget = new Budget("gitlab.test", time.clock, time);

    private static HttpHeaders retryAfter(String text) {
        var headers = new HttpHeaders();
        headers.set("Retry-After", text);
        return headers;
    }

    private HttpHeaders window(long limit, long remaining, Duration left) {
        var headers = new HttpHeaders();
        headers.set("RateLimit-Limit", Long.toString(limit));
        headers.set("RateLimit-Remaining", Long.toString(remaining));
        headers.set(
                "RateLimit-Reset", Long.toString(time.clock.instant().plus(left).getEpochSecond()));
        return headers;
    }

    private void told(int status, HttpHeaders headers) {
        budget.take(DELETE);
        budget.heard(status, headers);
    }

    private UnavailableException refused(Call call) {
        return catchThrowableOfType(UnavailableException.class, () -> budget.take(call));
    }

    @Test
    void take_fewLeft_refusesPollsFirstThenCreationsThenDeletions() {
        told(200, window(100, 40, Duration.ofMinutes(60)));
        int polls = taken(POLL);
        int creations = taken(CREATE);
        int deletions = taken(DELETE);

        // A bucket of 25: polls leave 30 percent of it, creations 10 percent.
        assertThat(polls).isEqualTo(17);
        assertThat(creations).isBetween(4, 6);
        assertThat(deletions).isBetween(2, 4);
        assertThat(time.waits).as("waiting helps nobody here").isEmpty();
    }

    private int taken(Call call) {
        for (int count = 0; ; count++) {
            var refused = refused(call);
            if (refused != null) {
                assertThat(refused.retryAfter())
                        .hasValueSatisfying(
                                wait -> assertThat(wait).isBetween(Duration.ofSeconds(3), Duration.ofHours(1)));
                assertThat(refused).hasMessageContaining("gitlab.test").hasMessageContaining("expected");
                return count;
            }
            budget.heard(200, new HttpHeaders());
        }
    }

    @Test
    void take_oneFreeSoon_waitsForIt() {
        told(200, window(600, 0, Duration.ofSeconds(1)));

        budget.take(CREATE);

        assertThat(time.waits).isNotEmpty();
        assertThat(time.waits.stream().reduce(Duration.ZERO, Duration::plus)).isLessThan(Budget.LONGEST_WAIT);
    }

    @Test
    void take_windowOver_knowsTheNextOneIsAsLarge() {
        told(200, window(60, 0, Duration.ofSeconds(60)));
        assertThat(refused(DELETE).retryAfter()).contains(Duration.ofSeconds(60));

        time.clock.advance(Duration.ofSeconds(61));

        assertThatCode(() -> budget.take(DELETE)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"429, 60", "503, 60"})
    void heard_leaveMeAlone_isShutForAllAndThenOpenedByOne(int status, String seconds) {
        told(status, retryAfter(seconds));
        time.clock.advance(Duration.ofSeconds(50));
        assertThat(refused(DELETE).retryAfter()).contains(Duration.ofSeconds(10));
        time.clock.advance(Duration.ofSeconds(10));

        budget.take(POLL);
        assertThat(refused(DELETE)).as("while one call finds out").isNotNull();
        budget.heard(200, new HttpHeaders());

        assertThatCode(() -> budget.take(DELETE)).doesNotThrowAnyException();
    }

    @Test
    void heard_aDate_isShutUntilThen() {
        told(429, retryAfter("Sun, 01 Mar 2026 10:02:00 GMT"));

        assertThat(refused(POLL).retryAfter()).contains(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "99999999999999999999"})
    void heard_oddWait_isShutForAShortWhile(String text) {
        told(429, retryAfter(text));

        time.clock.advance(Duration.ofSeconds(60));

        assertThatCode(() -> budget.take(POLL)).doesNotThrowAnyException();
    }

    @Test
    void heard_monthLongWait_isCutToAnHour() {
        told(429, retryAfter("2592000"));

        assertThat(refused(POLL).retryAfter()).contains(Duration.ofHours(1));
    }

    @Test
    void heard_lateAnswerToAnEarlierCall_opensNothing() {
        budget.take(POLL);
        told(429, retryAfter("60"));

        budget.heard(200, new HttpHeaders());

        assertThat(refused(POLL)).isNotNull();
    }

    @Test
    void lost_theOneThatFoundOut_isFollowedByAnother() {
        told(429, retryAfter("10"));
        time.clock.advance(Duration.ofSeconds(10));
        budget.take(POLL);
        budget.lost();

        time.clock.advance(Duration.ofSeconds(15));

        assertThatCode(() -> budget.take(POLL)).doesNotThrowAnyException();
    }

    @Test
    void heard_refusedForFiveMinutesWithoutAWord_asksSeldom() {
        int sent = 0;
        Instant end = time.clock.instant().plus(Duration.ofMinutes(5));
        while (time.clock.instant().isBefore(end)) {
            if (refused(POLL) == null) {
                sent++;
                budget.heard(429, new HttpHeaders());
            }
            time.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(sent).isBetween(5, 12);
    }

    /** A server with a fixed window, as GitLab's: whatever we do, it never has to refuse us. */
    @ParameterizedTest
    @CsvSource({"1, 60, 60", "2, 600, 60", "3, 2000, 60", "4, 7200, 3600", "5, 10, 60"})
    void take_anyMixOfCalls_staysWithinTheServersWindow(long seed, int limit, int seconds) {
        var random = new Random(seed);
        long window = -1;
        int observed = 0;
        int refusals = 0;
        for (int i = 0; i < 5000; i++) {
            time.clock.advance(Duration.ofMillis(random.nextInt(400)));
            var call = random.nextInt(10) == 0 ? DELETE : random.nextInt(5) == 0 ? CREATE : POLL;
            if (refused(call) != null) {
                continue;
            }
            long now = time.clock.instant().getEpochSecond();
            if (now / seconds != window) {
                window = now / seconds;
                observed = 0;
            }
            observed++;
            refusals += observed > limit ? 1 : 0;
            budget.heard(
                    200,
                    window(limit, Math.max(0, limit - observed), Duration.ofSeconds((window + 1) * seconds - now)));
        }
        assertThat(refusals).isZero();
    }
}
