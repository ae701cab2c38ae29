package io.polargosling.domain.egg;

import io.polargosling.domain.problem.InvalidException;
import java.util.regex.Pattern;

/** A Git commit of the Nest: 40 lower-case hexadecimal digits. */
public record CommitId(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}");

    /** @throws InvalidException when the text is no full commit id */
    public CommitId {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidException("commit \"" + value + "\" (expected: 40 hexadecimal digits)");
        }
    }

    /** The commit {@code text}. */
    public static CommitId of(String text) {
        return new CommitId(text);
    }

    /** The first eight digits, for people. */
    public String abbreviated() {
        return value.substring(0, 8);
    }

    @Override
    public String toString() {
        return value;
    }
}
