package io.polargosling.domain.gitlab;

import io.polargosling.domain.egg.GitLabServer;
import java.time.Instant;

/**
 * A project found in a group that an egg answers for.
 *
 * @param id GitLab's id of the project
 * @param groupId GitLab's id of the group it was found through
 * @param path with its name space
 * @param seenAt when a discovery last met it
 */
public record KnownProject(GitLabServer server, long id, long groupId, String path, Instant seenAt) {}
