package io.polargosling.domain.gitlab;

import java.time.Duration;
import java.util.Optional;

/**
 * A project.
 *
 * @param path with its name space
 * @param namespace the group or user it lies in
 * @param buildTimeout after which its jobs end unless they say otherwise; empty in lists, which do not tell
 */
public record GitLabProject(
        long id, String path, GitLabGroup namespace, boolean archived, Optional<Duration> buildTimeout) {}
