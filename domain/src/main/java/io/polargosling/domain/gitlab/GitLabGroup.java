package io.polargosling.domain.gitlab;

/**
 * A group, or the name space of a user.
 *
 * @param fullPath with the groups above it
 */
public record GitLabGroup(long id, String fullPath) {}
