package io.polargosling.domain.egg;

import io.polargosling.domain.job.JobName;
import io.polargosling.domain.problem.InvalidException;
import java.util.Optional;
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

    /**
     * The name under which the runner of the self-management job {@code job} is kept, beside those of eggs; no egg of
     * the Nest can have it.
     */
    public static EggName ofJob(JobName job) {
        return new EggName(JOBS + job.value());
    }

    /** The self-management job whose runner this stands for; empty for an egg or bucket of the Nest. */
    public Optional<JobName> job() {
        return isOfJob(value) ? Optional.of(JobName.of(value.substring(JOBS.length()))) : Optional.empty();
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
