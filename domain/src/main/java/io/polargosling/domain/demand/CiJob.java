package io.polargosling.domain.demand;

import io.polargosling.domain.egg.GitLabServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * A job of a GitLab pipeline that waits for a runner or has one.
 *
 * @param protectedRef whether its ref is protected, which some runners ask for
 * @param running false while it waits
 * @param runnerId GitLab's id of the runner that has it
 * @param expected how long it is expected to take, from its former runs; empty when nothing is known
 * @param repo the bucket's repo it belongs to, where whoever asked GitLab knows that; empty says nothing
 */
public record CiJob(
        GitLabServer server,
        long projectId,
        long id,
        Set<String> tags,
        boolean protectedRef,
        boolean running,
        Instant createdAt,
        OptionalLong runnerId,
        Optional<Duration> expected,
        Optional<String> repo) {

    public CiJob {
        tags = Collections.unmodifiableSet(new TreeSet<>(tags));
    }

    /** A job of which no repo is known. */
    public CiJob(
            GitLabServer server,
            long projectId,
            long id,
            Set<String> tags,
            boolean protectedRef,
            boolean running,
            Instant createdAt,
            OptionalLong runnerId,
            Optional<Duration> expected) {
        this(server, projectId, id, tags, protectedRef, running, createdAt, runnerId, expected, Optional.empty());
    }
}
