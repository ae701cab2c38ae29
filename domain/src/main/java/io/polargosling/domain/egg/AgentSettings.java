package io.polargosling.domain.egg;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the GitLab agent runs jobs.
 *
 * @param concurrent jobs at once on one runner, 1 to 100
 * @param image the default container image of the docker executor
 * @param maxBuilds jobs after which the runner ends; empty for no limit
 */
public record AgentSettings(
        Executor executor, int concurrent, Optional<String> image, boolean privileged, OptionalInt maxBuilds) {}
