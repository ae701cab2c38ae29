package io.polargosling.fly.decode;

import java.time.Duration;
import java.util.List;

/**
 * The {@code runner} block.
 *
 * @param tags in the order written; empty only with {@code runUntagged}
 */
public record RunnerSpec(
        Located<List<String>> tags,
        boolean runUntagged,
        boolean protectedOnly,
        AgentSpec agent,
        int maxRunners,
        Duration idleTimeout) {}
