package io.polargosling.nest.schedule;

import io.polargosling.domain.problem.InvalidException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When something is due: minute, hour, day of month, month and day of week, each a list of values, ranges and steps, or
 * one of {@code @hourly @daily @weekly @monthly}. Where both kinds of day are restricted a day that fits either is due.
 *
 * <p>In local time: what is due at a time that clocks skip runs as soon as they go on, what is due at a time they show
 * twice runs the first time only.
 */
public final class CronSchedule {

    private static final Map<String, String> WORDS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *");
    private static final String EXPECTED =
            "expected five fields (minute, hour, day of month, month, day of week), or @hourly, @daily, @weekly, @monthly";

    /** The longest time between two 29ths of February, and a day. */
    private static final int MOST_DAYS = 8 * 366 + 1;

    private static final int LEAP_YEAR = 2024;

    private static final int MINUTE = 0;
    private static final int HOUR = 1;
    private static final int DAY_OF_MONTH = 2;
    private static final int MONTH = 3;
    private static final int DAY_OF_WEEK = 4;

    /** What reading an expression gives. */
    public sealed interface Parsed {

        /** The schedule. */
        record Valid(CronSchedule schedule) implements Parsed {}

        /**
         * Why the text is none.
         *
         * @param offset 0-based, in characters, of what is wrong; at most the length of the text
         * @param message what is expected
         */
        record Malformed(int offset, String message) implements Parsed {}
    }

    private record Word(int offset, String text) {}

    private final String text;
    private final List<BitSet> fields;
    private final boolean everyDayOfMonth;
    private final boolean everyDayOfWeek;

    private CronSchedule(String text, List<BitSet> fields, List<Word> words) {
        this.text = text;
        this.fields = List.copyOf(fields);
        this.everyDayOfMonth = words.get(DAY_OF_MONTH).text().equals("*");
        this.everyDayOfWeek = words.get(DAY_OF_WEEK).text().equals("*");
    }

    /** Reads {@code text} in time linear in its length; never throws. */
    public static Parsed parse(String text) {
        if (text.startsWith("@")) {
            String meaning = WORDS.get(text);
            return meaning == null ? new Parsed.Malformed(0, EXPECTED) : read(text, words(meaning));
        }
        List<Word> words = words(text);
        if (words.size() < CronField.ALL.size()) {
            return new Parsed.Malformed(text.length(), EXPECTED);
        }
        if (words.size() > CronField.ALL.size()) {
            return new Parsed.Malformed(words.get(CronField.ALL.size()).offset(), EXPECTED);
        }
        return read(text, words);
    }

    /**
     * The schedule {@code text}.
     *
     * @throws InvalidException when it is none
     */
    public static CronSchedule of(String text) {
        return switch (parse(text)) {
            case Parsed.Valid valid -> valid.schedule();
            case Parsed.Malformed bad ->
                throw new InvalidException(
                        "schedule \"" + text + "\": " + bad.message() + " (at character " + (bad.offset() + 1) + ")");
        };
    }

    private static Parsed read(String text, List<Word> words) {
        var fields = new ArrayList<BitSet>();
        for (int i = 0; i < words.size(); i++) {
            CronField field = CronField.ALL.get(i);
            Word word = words.get(i);
            var values = new BitSet();
            int offset = word.offset();
            for (String item : word.text().split(",", -1)) {
                if (!field.read(item, values)) {
                    return new Parsed.Malformed(offset, field.expected());
                }
                offset += item.length() + 1;
            }
            fields.add(values);
        }
        return new Parsed.Valid(new CronSchedule(text, fields, words));
    }

    private static List<Word> words(String text) {
        var words = new ArrayList<Word>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean blank = i == text.length() || text.charAt(i) == ' ' || text.charAt(i) == '\t';
            if (!blank && start < 0) {
                start = i;
            } else if (blank && start >= 0) {
                words.add(new Word(start, text.substring(start, i)));
                start = -1;
            }
        }
        return words;
    }

    /** It as five fields, also where it was written as a word. */
    public String fiveFields() {
        return WORDS.getOrDefault(text, text);
    }

    /** Whether {@code time} is one at which it is due, to the minute in {@code zone}. */
    public boolean isDueAt(Instant time, ZoneId zone) {
        return nextAfter(time.minusMillis(1), zone).filter(time::equals).isPresent();
    }

    /** Whether no calendar has such a date, such as the 30th of February. */
    public boolean isNever() {
        if (!everyDayOfWeek) {
            return false;
        }
        return fields.get(MONTH).stream().noneMatch(month -> {
            int first = fields.get(DAY_OF_MONTH).nextSetBit(1);
            return first <= YearMonth.of(LEAP_YEAR, month).lengthOfMonth();
        });
    }

    /** The first time it is due after {@code after}, to the minute in {@code zone}; empty when it {@link #isNever}. */
    public Optional<Instant> nextAfter(Instant after, ZoneId zone) {
        LocalDateTime from = LocalDateTime.ofInstant(after, zone).truncatedTo(ChronoUnit.MINUTES);
        LocalDate day = from.toLocalDate();
        LocalTime time = from.toLocalTime();
        for (int i = 0; i < MOST_DAYS; i++) {
            if (isDue(day)) {
                for (Optional<LocalTime> due = dueFrom(time); due.isPresent(); due = following(due.get())) {
                    Instant instant = instant(day.atTime(due.get()), zone.getRules());
                    if (instant.isAfter(after)) {
                        return Optional.of(instant);
                    }
                }
            }
            day = day.plusDays(1);
            time = LocalTime.MIDNIGHT;
        }
        return Optional.empty();
    }

    private boolean isDue(LocalDate day) {
        boolean ofMonth = fields.get(DAY_OF_MONTH).get(day.getDayOfMonth());
        boolean ofWeek = fields.get(DAY_OF_WEEK).get(day.getDayOfWeek().getValue() % 7);
        boolean eitherWill = !everyDayOfMonth && !everyDayOfWeek;
        return fields.get(MONTH).get(day.getMonthValue()) && (eitherWill ? ofMonth || ofWeek : ofMonth && ofWeek);
    }

    private Optional<LocalTime> following(LocalTime time) {
        LocalTime next = time.plusMinutes(1);
        return next.equals(LocalTime.MIDNIGHT) ? Optional.empty() : dueFrom(next);
    }

    private Optional<LocalTime> dueFrom(LocalTime time) {
        int hour = fields.get(HOUR).nextSetBit(time.getHour());
        int minute = fields.get(MINUTE).nextSetBit(hour == time.getHour() ? time.getMinute() : 0);
        if (hour >= 0 && minute < 0) {
            hour = fields.get(HOUR).nextSetBit(hour + 1);
            minute = fields.get(MINUTE).nextSetBit(0);
        }
        return hour < 0 ? Optional.empty() : Optional.of(LocalTime.of(hour, minute));
    }

    private static Instant instant(LocalDateTime local, ZoneRules rules) {
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change == null) {
            return local.toInstant(rules.getOffset(local));
        }
        return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
    }

    @Override
    public String toString() {
        return text;
    }
}
