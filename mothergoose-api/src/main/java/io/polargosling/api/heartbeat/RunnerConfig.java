package io.polargosling.api.heartbeat;

import io.polargosling.domain.egg.AgentSettings;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.Executor;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.token.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a machine is to work; holds no secret.
 *
 * @param configVersion number of the egg's revision that the runner was made from
 * @param maxBuilds jobs after which the agent ends; null for no limit
 * @param environment of every job; secret URIs are resolved on the machine
 */
public record RunnerConfig(
        long configVersion,
        Set<String> tags,
        boolean runUntagged,
        int concurrent,
        String executor,
        @Nullable String image,
        boolean privileged,
        @Nullable Integer maxBuilds,
        Map<String, String> environment,
        Intervals intervals,
        long idleTimeoutSeconds,
        @Nullable Instant lifetimeEndsAt) {

    private static final int TAG_LENGTH = 32;

    public RunnerConfig {
        // In an order of their own, so that the same content always reads the same.
        tags = Collections.unmodifiableSet(new TreeSet<>(tags));
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }

    /** How often it reports. */
    public record Intervals(long heartbeatSeconds) {}

    /** Its entity tag: the same for the same content. */
    String tag() {
        return TokenHash.of(toString()).value().substring(0, TAG_LENGTH);
    }

    static RunnerConfig of(Runner runner, EggConfig egg, Duration heartbeat) {
        var jobs = egg.runner().jobs();
        var agent = agentOf(runner.origin().kind(), egg.runner().agent());
        return new RunnerConfig(
                runner.origin().revision(),
                jobs.tags(),
                jobs.runUntagged(),
                agent.concurrent(),
                agent.executor().word(),
                agent.image().orElse(null),
                agent.privileged(),
                agent.maxBuilds().isPresent() ? agent.maxBuilds().getAsInt() : null,
                egg.options().environment(),
                new Intervals(Math.max(1, heartbeat.toSeconds())),
                egg.runner().idleTimeout().toSeconds(),
                runner.schedule().lifetimeEnd().orElse(null));
    }

    /** A machine made for a single job takes one, whatever the egg says for machines that stay. */
    private static AgentSettings agentOf(RunnerKind kind, AgentSettings written) {
        return switch (kind) {
            case VM -> written;
            case SERVERLESS ->
                new AgentSettings(
                        written.executor() == Executor.DOCKER ? Executor.SHELL : written.executor(),
                        1,
                        written.image(),
                        false,
                        OptionalInt.of(1));
        };
    }
}
