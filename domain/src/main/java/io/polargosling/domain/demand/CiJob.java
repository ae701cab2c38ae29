package io.polargosling.domain.demand;

import io.polargosling.domain.egg.GitLabServer;
import java.time.Instant;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * A job of a GitLab pipeline that waits for a runner or has one.
 *
 * @param running false while it waits
 * @param runnerId GitLab's id of the runner that has it
 */
public record CiJob(
        GitLabServer server,
        long projectId,
        long id,
        Set<String> tags,
        boolean running,
        Instant createdAt,
        OptionalLong runnerId) {

    public CiJob {
        tags = Collections.unmodifiableSet(new TreeSet<>(tags));
    }
}
