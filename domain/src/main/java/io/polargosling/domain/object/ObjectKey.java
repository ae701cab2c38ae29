package io.polargosling.domain.object;

import io.polargosling.domain.problem.InvalidException;
import java.util.regex.Pattern;

/**
 * The name of an object, such as {@code tofu-states/web/plan.bin}: parts of {@code [A-Za-z0-9._-]}, separated by single
 * slashes, none of them {@code .} or {@code ..}; 512 characters at most. It is a safe path below any folder.
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {

    /** How long a key may be, in characters. */
    public static final int MAX_LENGTH = 512;

    private static final Pattern FORM =
            Pattern.compile("(?!\\.\\.?(/|$))[A-Za-z0-9._-]{1,255}(/(?!\\.\\.?(/|$))[A-Za-z0-9._-]{1,255})*+");

    public ObjectKey {
        if (!isKey(value)) {
            throw new InvalidException("naming an object: \"" + value.substring(0, Math.min(80, value.length()))
                    + "\" is no key (expected: parts of letters, digits, \".\", \"_\" and \"-\" with single slashes between,"
                    + " no \".\" and \"..\", at most " + MAX_LENGTH + " characters)");
        }
    }

    /** Whether {@code text} could be a key. */
    public static boolean isKey(String text) {
        return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
    }

    /** The key {@code value}; throws {@link InvalidException} when it is none. */
    public static ObjectKey of(String value) {
        return new ObjectKey(value);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return value.compareTo(other.value);
    }

    /** The text. */
    @Override
    public String toString() {
        return value;
    }
}
