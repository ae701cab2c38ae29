package io.polargosling.domain.job;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.InvalidException;
import java.util.Optional;

/** A job's name: a letter, then letters, digits, {@code -} or {@code _}, at most 63 characters; compared byte for byte. */
public record JobName(String value) implements Comparable<JobName> {

    /** @throws InvalidException when the text is no name */
    public JobName {
        if (!isValid(value)) {
            throw new InvalidException("job name \"" + value
                    + "\" (expected: a letter, then letters, digits, '-' or '_', at most 63 characters)");
        }
    }

    /** True when {@code text} could be a name. */
    public static boolean isValid(String text) {
        return EggName.isValid(text);
    }

    /** The name {@code text}. */
    public static JobName of(String text) {
        return new JobName(text);
    }

    /** The tag of the job's runner, which the job of its pipeline has too. */
    public String runnerTag() {
        return "gosling-job-" + value;
    }

    /** The name under which this job's runner is kept beside those of eggs. */
    public EggName egg() {
        return EggName.ofJob(value);
    }

    /** The job whose runner {@code egg} stands for; empty for an egg or bucket of the Nest. */
    public static Optional<JobName> ofEgg(EggName egg) {
        return egg.isOfJob() ? Optional.of(new JobName(egg.jobName())) : Optional.empty();
    }

    @Override
    public int compareTo(JobName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
