package io.polargosling.worker.render;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.InternalException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A name as clouds take it in labels and names: a lower-case letter, then {@code a-z}, {@code 0-9} or {@code -}, at most
 * 47 characters. A name that had to be changed for that carries a part of its digest, so that two names do not meet.
 */
public record Slug(String value) {

    private static final int LONGEST = 40;
    private static final int DIGITS = 6;

    /** That of an egg, a bucket or the fleet of a job. */
    public static Slug of(EggName egg) {
        return of(egg.value());
    }

    /** That of any name. */
    public static Slug of(String name) {
        var kept = new StringBuilder();
        name.toLowerCase(Locale.ROOT)
                .chars()
                .map(each -> isPlain(each) ? each : '-')
                .dropWhile(each -> !isLetter(each))
                .limit(LONGEST)
                .forEach(each -> kept.append((char) each));
        if (kept.isEmpty()) {
            kept.append('x');
        }
        return kept.toString().equals(name) ? new Slug(name) : new Slug(kept + "-" + digest(name));
    }

    private static boolean isPlain(int each) {
        return isLetter(each) || (each >= '0' && each <= '9') || each == '-';
    }

    private static boolean isLetter(int each) {
        return each >= 'a' && each <= 'z';
    }

    private static String digest(String name) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new InternalException("making the slug of a name: this JDK has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
