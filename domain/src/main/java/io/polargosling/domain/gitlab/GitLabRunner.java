package io.polargosling.domain.gitlab;

import java.time.Instant;
import java.util.Optional;

/**
 * A runner entity.
 *
 * @param busy whether a job runs on it
 * @param contactedAt when an agent last asked for a job; empty for never, and in lists, which do not tell
 */
public record GitLabRunner(
        long id,
        String description,
        boolean paused,
        GitLabRunnerStatus status,
        boolean busy,
        Optional<Instant> contactedAt) {}
