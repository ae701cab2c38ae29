package io.polargosling.fly.decode;

import java.time.Duration;

/** Reads and writes {@code 30s}, {@code 10m}, {@code 1h30m}, {@code 7d}: whole numbers with units, the larger unit first. */
public final class DurationText {

    private static final String UNITS = "dhms";
    private static final long[] SECONDS = {86_400, 3_600, 60, 1};
    private static final int LONGEST = 7;
    private static final String EXPECTED = "expected numbers with the units d, h, m, s in this order, such as 1h30m";

    private DurationText() {}

    public static TextParser.Result<Duration> parse(String text) {
        long total = 0;
        int at = 0;
        int nextUnit = 0;
        while (at < text.length()) {
            int digits = at;
            while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
                digits++;
            }
            if (digits == at) {
                return malformed(at, EXPECTED);
            }
            if (digits - at > LONGEST) {
                return malformed(at, "expected at most " + LONGEST + " digits");
            }
            int unit = digits < text.length() ? UNITS.indexOf(text.charAt(digits), nextUnit) : -1;
            if (unit < 0) {
                return malformed(digits, EXPECTED);
            }
            total += Long.parseLong(text.substring(at, digits)) * SECONDS[unit];
            nextUnit = unit + 1;
            at = digits + 1;
        }
        return text.isEmpty() ? malformed(0, EXPECTED) : new TextParser.Result.Valid<>(Duration.ofSeconds(total));
    }

    /** The shortest text that reads as the duration; fractions of a second are dropped. */
    public static String print(Duration duration) {
        long rest = duration.toSeconds();
        var out = new StringBuilder();
        for (int i = 0; i < SECONDS.length; i++) {
            long count = rest / SECONDS[i];
            rest %= SECONDS[i];
            if (count > 0) {
                out.append(count).append(UNITS.charAt(i));
            }
        }
        return out.isEmpty() ? "0s" : out.toString();
    }

    private static TextParser.Result<Duration> malformed(int offset, String message) {
        return new TextParser.Result.Malformed<>(new Problem(offset, message));
    }
}
