package io.polargosling.domain.egg;

import io.polargosling.domain.problem.InvalidException;
import java.util.regex.Pattern;

/** An egg's name: a letter, then letters, digits, {@code -} or {@code _}, at most 63 characters; compared byte for byte. */
public record EggName(String value) implements Comparable<EggName> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");
    private static final String JOBS = "_jobs/";

    /** @throws InvalidException when the text is no name */
    public EggName {
        if (!isValid(value) && !isOfJob(value)) {
            throw new InvalidException("egg name \"" + value
                    + "\" (expected: a letter, then letters, digits, '-' or '_', at most 63 characters)");
        }
    }

    /** True when {@code text} could be the name of an egg or bucket in the Nest. */
    public static boolean isValid(String text) {
        return text.length() <= 63 && FORM.matcher(text).matches();
    }

    /** True when this stands for the runner of a self-management job; no egg of the Nest can have such a name. */
    public boolean isOfJob() {
        return isOfJob(value);
    }

    /**
     * The name under which the runner of a self-management job is kept, beside those of eggs.
     *
     * @param job a job's name
     */
    public static EggName ofJob(String job) {
        return new EggName(JOBS + job);
    }

    /** The job's name, of a name for which {@link #isOfJob} holds. */
    public String jobName() {
        return value.substring(JOBS.length());
    }

    private static boolean isOfJob(String text) {
        return text.startsWith(JOBS) && isValid(text.substring(JOBS.length()));
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
