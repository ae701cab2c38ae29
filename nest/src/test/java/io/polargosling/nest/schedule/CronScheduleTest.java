package io.polargosling.nest.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InvalidException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * *",
                "0 3 * * *",
                "  5\t4  * * *  ",
                "*/15 9-17 1,15 jan-mar MON-FRI",
                "1-59/2 */6 */10 1-12/3 0-7",
                "5/10 23/1 31 12 SUN,wed-fri/2",
                "@hourly",
                "@daily",
                "@weekly",
                "@monthly"
            })
    void parse_expression_isRead(String text) {
        assertThat(CronSchedule.parse(text)).isInstanceOf(CronSchedule.Parsed.Valid.class);
        assertThat(CronSchedule.of(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | 0",
                "0 3 * *  | 7",
                "0 3 * * * *  | 10",
                "@yearly | 0",
                "@Daily | 0",
                "60 * * * * | 0",
                "0 24 * * * | 2",
                "0 0 0 * * | 4",
                "0 0 32 * * | 4",
                "0 0 * 13 * | 6",
                "0 0 * 0 * | 6",
                "0 0 * * 8 | 8",
                "1,,2 * * * * | 2",
                "1,2, * * * * | 4",
                "0,30,61 * * * * | 5",
                "5-1 * * * * | 0",
                "*/0 * * * * | 0",
                "*/61 * * * * | 0",
                "1-5/0 * * * * | 0",
                "1/2/3 * * * * | 0",
                "1-2-3 * * * * | 0",
                "-5 * * * * | 0",
                "+5 * * * * | 0",
                "٣ * * * * | 0",
                "a * * * * | 0",
                "99999999999 * * * * | 0",
                "0 0 L * * | 4",
                "0 0 15W * * | 4",
                "0 0 ? * * | 4",
                "0 0 * FOO * | 6",
                "0 0 * * FRI#2 | 8",
                "0 0 * * FRI-MON | 8",
                "0 0 * * Sunday | 8",
                "0 JAN * * * | 2"
            })
    void parse_malformed_tellsWhere(String text, int offset) {
        assertThat(CronSchedule.parse(text)).isInstanceOfSatisfying(CronSchedule.Parsed.Malformed.class, malformed -> {
            assertThat(malformed.offset()).isEqualTo(offset);
            assertThat(malformed.message()).startsWith("expected ");
        });
        assertThatThrownBy(() -> CronSchedule.of(text))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("at character " + (offset + 1));
    }

    @Test
    void nextAfter_isLaterThanTheGivenTime() {
        assertThat(runs("0 3 * * *", ZoneOffset.UTC, "2026-01-01T03:00:00Z", 2))
                .containsExactly("2026-01-02T03:00:00Z", "2026-01-03T03:00:00Z");
        assertThat(runs("0 3 * * *", ZoneOffset.UTC, "2026-01-01T02:59:59.999Z", 1))
                .containsExactly("2026-01-01T03:00:00Z");
    }

    @Test
    void nextAfter_bothDaysRestricted_runsWhenEitherMatches() {
        assertThat(runs("0 0 13 * FRI", ZoneOffset.UTC, "2026-01-01T00:00:00Z", 4))
                .containsExactly(
                        "2026-01-02T00:00:00Z", "2026-01-09T00:00:00Z", "2026-01-13T00:00:00Z", "2026-01-16T00:00:00Z");
        assertThat(runs("0 0 * * FRI", ZoneOffset.UTC, "2026-01-01T00:00:00Z", 2))
                .containsExactly("2026-01-02T00:00:00Z", "2026-01-09T00:00:00Z");
        assertThat(runs("0 0 13 * *", ZoneOffset.UTC, "2026-01-01T00:00:00Z", 2))
                .containsExactly("2026-01-13T00:00:00Z", "2026-02-13T00:00:00Z");
    }

    @Test
    void nextAfter_sundayAsZeroAndSeven_isTheSame() {
        List<String> sundays = runs("0 0 * * 0", ZoneOffset.UTC, "2026-01-01T00:00:00Z", 3);
        assertThat(sundays).startsWith("2026-01-04T00:00:00Z");
        assertThat(runs("0 0 * * 7", ZoneOffset.UTC, "2026-01-01T00:00:00Z", 3)).isEqualTo(sundays);
        assertThat(runs("0 0 * * SUN", ZoneOffset.UTC, "2026-01-01T00:00:00Z", 3))
                .isEqualTo(sundays);
        assertThat(runs("@weekly", ZoneOffset.UTC, "2026-01-01T00:00:00Z", 3)).isEqualTo(sundays);
    }

    @Test
    void nextAfter_skippedLocalTime_runsWhenClocksGoOn() {
        assertThat(runs("30 2 * * *", BERLIN, "2026-03-28T00:00:00Z", 3))
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
        assertThat(runs("*/20 2,3 * * *", BERLIN, "2026-03-29T00:30:00Z", 4))
                .containsExactly(
                        "2026-03-29T01:00:00Z", "2026-03-29T01:20:00Z", "2026-03-29T01:40:00Z", "2026-03-30T00:00:00Z");
    }

    @Test
    void nextAfter_doubledLocalTime_runsOnce() {
        assertThat(runs("30 2 * * *", BERLIN, "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        assertThat(runs("*/30 * * * *", BERLIN, "2026-10-25T00:15:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z");
    }

    @Test
    void nextAfter_wholeDaySkipped_runsAtItsEndOnce() {
        assertThat(runs("0 12 30,31 12 *", ZoneId.of("Pacific/Apia"), "2011-12-29T00:00:00Z", 2))
                .containsExactly("2011-12-30T10:00:00Z", "2011-12-30T22:00:00Z");
    }

    @Test
    void nextAfter_leapDay_isFoundAcrossTheCentury() {
        assertThat(runs("0 0 29 2 *", ZoneOffset.UTC, "2096-03-01T00:00:00Z", 1))
                .containsExactly("2104-02-29T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 30 2 *, true",
        "0 0 31 4-6/2 *, true",
        "'0 0 30,31 2 *', true",
        "0 0 29 2 *, false",
        "'0 0 31 2,3 *', false",
        "0 0 30 2 MON, false",
        "* * * * *, false"
    })
    void isNever_tellsWhetherThereIsSuchADate(String text, boolean never) {
        CronSchedule schedule = CronSchedule.of(text);
        assertThat(schedule.isNever()).isEqualTo(never);
        assertThat(schedule.nextAfter(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC)
                        .isEmpty())
                .isEqualTo(never);
    }

    private static List<String> runs(String cron, ZoneId zone, String after, int count) {
        var runs = new ArrayList<String>();
        Optional<Instant> next = Optional.of(Instant.parse(after));
        for (int i = 0; i < count; i++) {
            next = CronSchedule.of(cron).nextAfter(next.orElseThrow(), zone);
            runs.add(next.orElseThrow().toString());
        }
        return runs;
    }

    @Test
    void fiveFields_word_isWrittenOut() {
        assertThat(CronSchedule.of("@daily").fiveFields()).isEqualTo("0 0 * * *");
        assertThat(CronSchedule.of("*/5 1 * * mon").fiveFields()).isEqualTo("*/5 1 * * mon");
    }

    @Test
    void isDueAt_timesAround_holdsAtTheTimeOnly() {
        var schedule = CronSchedule.of("30 2 * * *");
        var berlin = ZoneId.of("Europe/Berlin");
        var due = Instant.parse("2026-11-22T01:30:00Z");

        assertThat(schedule.isDueAt(due, berlin)).isTrue();
        assertThat(schedule.isDueAt(due.plusSeconds(1), berlin)).isFalse();
        assertThat(schedule.isDueAt(due.minusSeconds(1), berlin)).isFalse();
        // Clocks skip 02:30 that day.
        assertThat(schedule.isDueAt(Instant.parse("2026-03-29T01:00:00Z"), berlin))
                .isTrue();
    }
}
