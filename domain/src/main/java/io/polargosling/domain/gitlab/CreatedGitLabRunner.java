package io.polargosling.domain.gitlab;

import io.polargosling.domain.secret.SecretValue;

/** A new runner entity with its token, which GitLab shows once. */
public record CreatedGitLabRunner(long id, SecretValue token) {}
