package io.polargosling.domain.gitlab;

import java.time.Instant;
import java.util.Optional;

/**
 * An agent that uses a runner entity's token; several may share it.
 *
 * @param systemId the agent's own name for itself
 * @param version of the agent; empty while GitLab does not know it
 * @param busy whether a job runs on it
 * @param contactedAt when it last asked for a job
 */
public record GitLabRunnerHost(
        long id,
        String systemId,
        String version,
        GitLabRunnerStatus status,
        boolean busy,
        Optional<Instant> contactedAt) {}
