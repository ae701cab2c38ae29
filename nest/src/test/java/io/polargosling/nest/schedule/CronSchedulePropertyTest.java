package io.polargosling.nest.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every expression. */
class CronSchedulePropertyTest {

    private static final Duration WINDOW = Duration.ofDays(4);

    /** A field as written and the values it stands for. */
    record Field(String text, Set<Integer> values) {}

    record Expression(Field minute, Field hour, Field day, Field month, Field week) {
        String text() {
            return String.join(" ", minute.text(), hour.text(), day.text(), month.text(), week.text());
        }

        boolean matches(LocalDateTime time) {
            boolean ofMonth = day.values().contains(time.getDayOfMonth());
            boolean ofWeek = week.values().contains(time.getDayOfWeek().getValue() % 7);
            boolean restricted = !day.text().equals("*") && !week.text().equals("*");
            return minute.values().contains(time.getMinute())
                    && hour.values().contains(time.getHour())
                    && month.values().contains(time.getMonthValue())
                    && (restricted ? ofMonth || ofWeek : ofMonth && ofWeek);
        }
    }

    @Property(tries = 200)
    void P30_runTimes_areThoseOfTheExpression(
            @ForAll("expressions") Expression expression,
            @ForAll("zones") ZoneId zone,
            @ForAll("starts") Instant start) {
        Instant end = start.plus(WINDOW);
        assertThat(computed(expression, zone, start, end))
                .as("%s in %s from %s", expression.text(), zone, start)
                .isEqualTo(counted(expression, zone, start, end));
    }

    @Property(tries = 200)
    void P30_runTimesInUtc_areThoseOfTheLibrary(
            @ForAll("expressions") Expression expression, @ForAll("starts") Instant start) {
        var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        var library = ExecutionTime.forCron(parser.parse(expression.text()));
        Optional<Instant> expected =
                library.nextExecution(start.atZone(ZoneOffset.UTC)).map(time -> time.toInstant());
        assertThat(CronSchedule.of(expression.text()).nextAfter(start, ZoneOffset.UTC))
                .as("%s from %s", expression.text(), start)
                .isEqualTo(expected);
    }

    @Property(tries = 1000)
    void anyText_isReadWithoutException(@ForAll("texts") String text) {
        switch (CronSchedule.parse(text)) {
            case CronSchedule.Parsed.Valid valid ->
                assertThat(valid.schedule()
                                .nextAfter(Instant.EPOCH, ZoneOffset.UTC)
                                .isEmpty())
                        .isEqualTo(valid.schedule().isNever());
            case CronSchedule.Parsed.Malformed malformed ->
                assertThat(malformed.offset()).isBetween(0, text.length());
        }
    }

    private static SortedSet<Instant> computed(Expression expression, ZoneId zone, Instant start, Instant end) {
        var found = new TreeSet<Instant>();
        CronSchedule schedule = CronSchedule.of(expression.text());
        Optional<Instant> next = schedule.nextAfter(start, zone);
        while (next.isPresent() && !next.get().isAfter(end)) {
            found.add(next.get());
            next = schedule.nextAfter(next.get(), zone);
        }
        return found;
    }

    /** Walks over every minute the clocks could show. */
    private static SortedSet<Instant> counted(Expression expression, ZoneId zone, Instant start, Instant end) {
        var found = new TreeSet<Instant>();
        LocalDateTime first =
                LocalDateTime.ofInstant(start, ZoneOffset.UTC).minusDays(2).withSecond(0);
        LocalDateTime last = LocalDateTime.ofInstant(end, ZoneOffset.UTC).plusDays(2);
        for (LocalDateTime time = first.withNano(0); time.isBefore(last); time = time.plusMinutes(1)) {
            if (expression.matches(time)) {
                List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
                Instant due = offsets.isEmpty() ? afterGap(time, zone) : time.toInstant(offsets.getFirst());
                if (due.isAfter(start) && !due.isAfter(end)) {
                    found.add(due);
                }
            }
        }
        return found;
    }

    private static Instant afterGap(LocalDateTime time, ZoneId zone) {
        ZoneOffsetTransition gap = zone.getRules().getTransition(time);
        return gap.getDateTimeAfter().toInstant(gap.getOffsetAfter());
    }

    @Provide
    Arbitrary<Expression> expressions() {
        return Combinators.combine(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6))
                .as(Expression::new);
    }

    private static Arbitrary<Field> field(int min, int max) {
        Arbitrary<Integer> value = Arbitraries.integers().between(min, max);
        Arbitrary<Field> all = Arbitraries.just(new Field("*", range(min, max, 1)));
        Arbitrary<Field> steps = Arbitraries.integers()
                .between(2, 7)
                .filter(step -> step <= max)
                .map(step -> new Field("*/" + step, range(min, max, step)));
        Arbitrary<Field> one = value.map(v -> new Field(v.toString(), Set.of(v)));
        Arbitrary<Field> between = Combinators.combine(
                        value, value, Arbitraries.integers().between(1, 3))
                .as((a, b, step) -> new Field(
                        Math.min(a, b) + "-" + Math.max(a, b) + (step == 1 ? "" : "/" + step),
                        range(Math.min(a, b), Math.max(a, b), step)));
        Arbitrary<Field> list = Arbitraries.oneOf(List.of(one, between))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(CronSchedulePropertyTest::joined);
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, all), net.jqwik.api.Tuple.of(1, steps), net.jqwik.api.Tuple.of(2, list));
    }

    private static Field joined(List<Field> fields) {
        return new Field(
                fields.stream().map(Field::text).collect(Collectors.joining(",")),
                fields.stream().flatMap(field -> field.values().stream()).collect(Collectors.toSet()));
    }

    private static Set<Integer> range(int min, int max, int step) {
        return IntStream.rangeClosed(min, max)
                .filter(value -> (value - min) % step == 0)
                .boxed()
                .collect(Collectors.toSet());
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
                .map(ZoneId::of);
    }

    /** Around changes of clocks as often as not. */
    @Provide
    Arbitrary<Instant> starts() {
        Arbitrary<Instant> any =
                Arbitraries.longs().between(1_700_000_000L, 2_000_000_000L).map(Instant::ofEpochSecond);
        Arbitrary<Instant> change = Arbitraries.of(
                        "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-03-08T07:00:00Z", "2026-04-04T15:00:00Z")
                .map(Instant::parse);
        Arbitrary<Instant> around = Combinators.combine(
                        change, Arbitraries.longs().between(-7200, 7200))
                .as(Instant::plusSeconds);
        return Arbitraries.oneOf(List.of(any, around));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> near =
                Arbitraries.strings().withChars("0123456789*/-, @JANMON").ofMaxLength(30);
        return Arbitraries.oneOf(List.of(near, Arbitraries.strings().ofMaxLength(30)));
    }
}
