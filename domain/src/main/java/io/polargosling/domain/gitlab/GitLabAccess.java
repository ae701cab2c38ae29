package io.polargosling.domain.gitlab;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.secret.SecretValue;

/** A server and the token to call it with. */
public record GitLabAccess(GitLabServer server, SecretValue token) {}
