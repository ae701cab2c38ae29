package io.polargosling.domain.gitlab;

import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.TargetScope;
import java.time.Duration;
import java.util.Optional;

/**
 * A runner entity to be made.
 *
 * @param description our runner id
 * @param maximumTimeout after which GitLab ends a job on it; at least 10 minutes
 */
public record NewGitLabRunner(
        TargetScope scope, String description, JobFilter jobs, Optional<Duration> maximumTimeout) {

    /** What is noted on it, so that it is known to be ours also by those who have lost their rows. */
    public String note() {
        return noteFor(description);
    }

    /** What is noted on an entity with this description when we made it. */
    public static String noteFor(String description) {
        return "made by Polar Gosling for its runner " + description;
    }
}
