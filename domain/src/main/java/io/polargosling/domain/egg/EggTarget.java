package io.polargosling.domain.egg;

import io.polargosling.domain.secret.SecretUri;

/** One project or group an egg answers for, as webhooks are matched against it. */
public record EggTarget(EggName egg, GitLabServer server, TargetScope scope, SecretUri webhookSecret) {}
