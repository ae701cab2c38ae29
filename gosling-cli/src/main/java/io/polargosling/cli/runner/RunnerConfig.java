package io.polargosling.cli.runner;

import io.polargosling.domain.egg.AgentSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How this machine is to work.
 *
 * @param version given back as it came; the control plane alone knows what it means
 * @param environment of every job, in the order written
 * @param heartbeat empty when the control plane leaves it to the machine
 * @param idleTimeout how long an agent with a limited number of jobs waits for one; zero for ever
 * @param lifetimeEnd from then on no new job is taken
 */
record RunnerConfig(
        JsonNode version,
        AgentSettings agent,
        Map<String, String> environment,
        Optional<Duration> heartbeat,
        Duration idleTimeout,
        Optional<Instant> lifetimeEnd) {

    RunnerConfig {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** This one, with an end at {@code latest} unless it has an earlier one. */
    RunnerConfig endingBy(Instant latest) {
        var end = lifetimeEnd.filter(given -> given.isBefore(latest)).orElse(latest);
        return new RunnerConfig(version, agent, environment, heartbeat, idleTimeout, Optional.of(end));
    }
}
