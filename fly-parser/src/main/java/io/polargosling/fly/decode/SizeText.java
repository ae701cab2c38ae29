package io.polargosling.fly.decode;

import java.util.Map;

/** Reads {@code 512MB}, {@code 4GB}, {@code 4GiB}: a whole number and a unit, without a blank. */
public final class SizeText {

    private static final int LONGEST = 9;
    private static final Map<String, Long> MEGABYTES =
            Map.of("MB", 1L, "MiB", 1L, "GB", 1024L, "GiB", 1024L, "TB", 1L << 20, "TiB", 1L << 20);

    private SizeText() {}

    public static TextParser.Result<ByteSize> parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > LONGEST) {
            return malformed(
                    0, "expected a whole number of at most " + LONGEST + " digits and a unit, such as 512MB or 4GB");
        }
        Long unit = MEGABYTES.get(text.substring(digits));
        if (unit == null) {
            return malformed(digits, "expected one of the units MB, GB, TB, MiB, GiB, TiB directly behind the number");
        }
        return new TextParser.Result.Valid<>(ByteSize.ofMegabytes(Long.parseLong(text.substring(0, digits)) * unit));
    }

    private static TextParser.Result<ByteSize> malformed(int offset, String message) {
        return new TextParser.Result.Malformed<>(new Problem(offset, message));
    }
}
