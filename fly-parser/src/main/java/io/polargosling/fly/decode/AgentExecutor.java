package io.polargosling.fly.decode;

/** The values of {@code executor}. */
public enum AgentExecutor {
    DOCKER,
    SHELL,
    CUSTOM
}
