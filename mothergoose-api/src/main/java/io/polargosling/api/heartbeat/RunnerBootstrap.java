package io.polargosling.api.heartbeat;

import io.polargosling.domain.egg.AgentSettings;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.Executor;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.gitlab.CreatedGitLabRunner;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.secret.SecretValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that a machine needs to start its agent; the only answer that holds tokens. */
record RunnerBootstrap(String runnerToken, GitLabPart gitlab, Config config) {

    static RunnerBootstrap of(
            String runnerToken, Runner runner, EggConfig egg, CreatedGitLabRunner entity, Duration heartbeat) {
        var gitlab = new GitLabPart(
                egg.gitlab().server().url().toString(),
                entity.id(),
                entity.token().reveal(),
                "own");
        return new RunnerBootstrap(runnerToken, gitlab, Config.of(runner, egg, heartbeat));
    }

    /** The mask: this holds tokens. */
    @Override
    public String toString() {
        return "RunnerBootstrap[" + SecretValue.MASK + "]";
    }

    /** @param mode {@code own}: the token is this machine's alone */
    record GitLabPart(String url, long runnerId, String token, String mode) {}

    /**
     * @param configVersion number of the egg's revision
     * @param maxBuilds jobs after which the agent ends; null for no limit
     * @param environment of every job; secret URIs are resolved on the machine
     */
    record Config(
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

        static Config of(Runner runner, EggConfig egg, Duration heartbeat) {
            var jobs = egg.runner().jobs();
            var agent = agentOf(runner.origin().kind(), egg.runner().agent());
            return new Config(
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

    record Intervals(long heartbeatSeconds) {}
}
