package io.polargosling.domain.egg;

import io.polargosling.domain.problem.InvalidException;
import java.util.regex.Pattern;

/** An egg's name: a letter, then letters, digits, {@code -} or {@code _}, at most 63 characters; compared byte for byte. */
public record EggName(String value) implements Comparable<EggName> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

    /** @throws InvalidException when the text is no name */
    public EggName {
        if (!isValid(value)) {
            throw new InvalidException("egg name \"" + value
                    + "\" (expected: a letter, then letters, digits, '-' or '_', at most 63 characters)");
        }
    }

    /** True when {@code text} could be a name. */
    public static boolean isValid(String text) {
        return text.length() <= 63 && FORM.matcher(text).matches();
    }

    /** The name {@code text}. */
    public static EggName of(String text) {
        return new EggName(text);
    }

    @Override
    public int compareTo(EggName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
