package io.polargosling.domain.runner;

import io.polargosling.domain.problem.InvalidException;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** A runner's id: twelve characters of {@code a-z0-9}; also the description of its GitLab runner. */
public record RunnerId(String value) implements Comparable<RunnerId> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9]{12}");
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    /** @throws InvalidException when the text is no runner id */
    public RunnerId {
        if (!isValid(value)) {
            throw new InvalidException("runner id \"" + value + "\" (expected: 12 characters of a-z and 0-9)");
        }
    }

    /** True when {@code text} could be a runner id. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** The id {@code text}. */
    public static RunnerId of(String text) {
        return new RunnerId(text);
    }

    /** A new id; 62 random bits, so that two never meet. */
    public static RunnerId random(RandomGenerator random) {
        var text = new StringBuilder(12);
        for (int i = 0; i < 12; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new RunnerId(text.toString());
    }

    @Override
    public int compareTo(RunnerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
