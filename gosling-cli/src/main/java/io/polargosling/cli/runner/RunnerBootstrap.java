package io.polargosling.cli.runner;

import io.polargosling.domain.egg.AgentSettings;
import io.polargosling.domain.egg.Executor;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What an enrolled machine gets: its own token, its GitLab runner, its configuration. */
record RunnerBootstrap(SecretValue runnerToken, GitLabRunner gitlab, RunnerConfig config) {

    private static final Pattern SYSTEM_ID = Pattern.compile("[sr]_[0-9a-zA-Z]{12}");
    private static final long LONGEST = Duration.ofDays(30).toSeconds();

    /**
     * The entity in GitLab that this machine acts as.
     *
     * @param systemId what the agent must call itself because other machines have the same token; empty when it is free
     *     to choose
     */
    record GitLabRunner(String url, long id, SecretValue token, Optional<String> systemId) {}

    /**
     * Reads the answer to an enrolment.
     *
     * @throws InvalidException when something is missing or out of range; holds no secret
     */
    static RunnerBootstrap parse(JsonNode body) {
        JsonNode gitlab = body.path("gitlab");
        return new RunnerBootstrap(
                SecretValue.of(text(body, "runner_token")),
                new GitLabRunner(
                        text(gitlab, "url"),
                        gitlab.path("runner_id").asLong(0),
                        SecretValue.of(text(gitlab, "token")),
                        systemId(gitlab)),
                config(body.path("config")));
    }

    /** The agent ignores a name of any other form, and makes one up, which nobody could ask GitLab for. */
    private static Optional<String> systemId(JsonNode gitlab) {
        if (!gitlab.path("mode").asString("own").equals("shared")) {
            return Optional.empty();
        }
        String id = text(gitlab, "system_id");
        if (!SYSTEM_ID.matcher(id).matches()) {
            throw invalid("system_id", id, "r_ or s_ and 12 letters or digits");
        }
        return Optional.of(id);
    }

    private static RunnerConfig config(JsonNode config) {
        String word = text(config, "executor");
        Executor executor =
                Executor.parse(word).orElseThrow(() -> invalid("executor", word, "docker, shell or custom"));
        int maxBuilds = (int) number(config, "max_builds", 0, 1_000_000);
        var agent = new AgentSettings(
                executor,
                (int) Math.max(1, number(config, "concurrent", 1, 100)),
                Optional.of(config.path("image").asString("")).filter(image -> !image.isEmpty()),
                config.path("privileged").asBoolean(false),
                maxBuilds == 0 ? OptionalInt.empty() : OptionalInt.of(maxBuilds));
        long heartbeat = number(config.path("intervals"), "heartbeat_seconds", 0, 3600);
        return new RunnerConfig(
                config.path("config_version"),
                agent,
                environment(config.path("environment")),
                heartbeat == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(heartbeat)),
                Duration.ofSeconds(number(config, "idle_timeout_seconds", 0, LONGEST)),
                instant(config.path("lifetime_ends_at").asString("")));
    }

    private static Map<String, String> environment(JsonNode node) {
        var environment = new LinkedHashMap<String, String>();
        for (var entry : node.properties()) {
            if (!entry.getValue().isString()) {
                throw invalid(
                        "environment",
                        entry.getKey() + " of " + entry.getValue().getNodeType(),
                        "a string");
            }
            environment.put(entry.getKey(), entry.getValue().stringValue());
        }
        return environment;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            throw invalid("lifetime_ends_at", text, "a time in UTC");
        }
    }

    private static String text(JsonNode node, String field) {
        String text = node.path(field).asString("");
        if (text.isEmpty()) {
            throw invalid(field, "nothing", "a text");
        }
        return text;
    }

    private static long number(JsonNode node, String field, long otherwise, long highest) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > highest) {
            throw invalid(field, value.toString(), "a whole number from 0 to " + highest);
        }
        return value.longValue();
    }

    private static InvalidException invalid(String field, String found, String expected) {
        return new InvalidException(
                "reading the answer to the enrolment: " + field + " is " + found + " (expected: " + expected + ")");
    }
}
