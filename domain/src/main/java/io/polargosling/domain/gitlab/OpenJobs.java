package io.polargosling.domain.gitlab;

import java.util.List;
import java.util.Optional;

/**
 * Jobs that are pending or running, as far as was asked.
 *
 * @param jobs oldest first; all of them are newer than those that {@code next} leads to
 * @param next where to go on, opaque; empty when these reach the project's oldest one
 */
public record OpenJobs(List<GitLabJob> jobs, Optional<String> next) {

    public OpenJobs {
        jobs = List.copyOf(jobs);
    }
}
