package io.polargosling.domain.egg;

import java.time.Duration;

/**
 * The {@code runner} block.
 *
 * @param maxRunners 1 to 1000
 * @param idleTimeout how long a runner without a job is kept
 */
public record RunnerSettings(JobFilter jobs, AgentSettings agent, int maxRunners, Duration idleTimeout) {}
