package io.polargosling.fly.decode;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the {@code runner} block says about the agent.
 *
 * @param maxBuilds empty for no limit
 */
public record AgentSpec(
        AgentExecutor executor, int concurrent, Optional<String> image, boolean privileged, OptionalInt maxBuilds) {}
