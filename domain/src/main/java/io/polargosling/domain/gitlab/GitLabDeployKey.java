package io.polargosling.domain.gitlab;

/**
 * A deploy key of a project.
 *
 * @param publicKey as in an authorized-keys file
 * @param canPush whether it may write
 */
public record GitLabDeployKey(long id, String title, String publicKey, boolean canPush) {}
