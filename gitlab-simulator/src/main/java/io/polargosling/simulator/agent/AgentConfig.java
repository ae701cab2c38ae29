package io.polargosling.simulator.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the stand-in heeds of config.toml; other keys are read and left alone.
 *
 * @param concurrent how many jobs run at once over all runners
 */
record AgentConfig(
        int concurrent,
        Duration checkInterval,
        Duration shutdownTimeout,
        Optional<String> listenAddress,
        List<Runner> runners) {

    private static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofSeconds(3);
    private static final Duration DEFAULT_SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);

    AgentConfig {
        runners = List.copyOf(runners);
    }

    /**
     * One runner.
     *
     * @param limit how many of its jobs run at once; 0 means as many as {@code concurrent} allows
     * @param outputLimit the most bytes of log a job may send
     * @param buildsDir where jobs work; empty means below the working directory
     */
    record Runner(
            String name,
            URI url,
            String token,
            int limit,
            int outputLimit,
            Optional<String> buildsDir,
            Map<String, String> environment) {

        Runner {
            environment = Map.copyOf(environment);
        }

        /** The part of the token that may be shown. */
        String shortToken() {
            String bare = token.startsWith("glrt-") ? token.substring("glrt-".length()) : token;
            return bare.substring(0, Math.min(9, bare.length()));
        }
    }

    /** Throws {@link IllegalArgumentException} for text it cannot read or that lacks what is needed. */
    static AgentConfig parse(String text) {
        Map<String, Object> root = Toml.parse(text);
        List<Runner> runners = new ArrayList<>();
        Object tables = root.getOrDefault("runners", List.of());
        if (!(tables instanceof List<?> list)) {
            throw new IllegalArgumentException("reading configuration: runners (expected: [[runners]])");
        }
        for (Object table : list) {
            if (!(table instanceof Map<?, ?> fields)) {
                throw new IllegalArgumentException("reading configuration: runners (expected: [[runners]])");
            }
            runners.add(runner(fields));
        }
        return new AgentConfig(
                Math.max(1, number(root, "concurrent", 1)),
                seconds(root, "check_interval", DEFAULT_CHECK_INTERVAL),
                seconds(root, "shutdown_timeout", DEFAULT_SHUTDOWN_TIMEOUT),
                text(root, "listen_address"),
                runners);
    }

    static AgentConfig read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    private static Runner runner(Map<?, ?> fields) {
        String name = text(fields, "name").orElse("");
        return new Runner(
                name,
                URI.create(required(fields, "url", name).replaceAll("/+$", "")),
                required(fields, "token", name),
                number(fields, "limit", 0),
                number(fields, "output_limit", 4096) * 1024,
                text(fields, "builds_dir"),
                environment(fields));
    }

    private static Map<String, String> environment(Map<?, ?> fields) {
        Map<String, String> environment = new LinkedHashMap<>();
        Object entries = fields.get("environment");
        if (entries instanceof List<?> list) {
            for (Object entry : list) {
                String pair = String.valueOf(entry);
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("reading configuration: an environment entry is not NAME=VALUE");
                }
                environment.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return environment;
    }

    private static String required(Map<?, ?> fields, String key, String runner) {
        return text(fields, key)
                .orElseThrow(() ->
                        new IllegalArgumentException("reading configuration: runner \"" + runner + "\" has no " + key));
    }

    private static Optional<String> text(Map<?, ?> fields, String key) {
        Object value = fields.get(key);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException("reading configuration: " + key + " (expected: a string)");
        }
        return Optional.ofNullable((String) value).filter(text -> !text.isEmpty());
    }

    private static int number(Map<?, ?> fields, String key, int otherwise) {
        Object value = fields.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Long number) || number < 0 || number > 1_000_000) {
            throw new IllegalArgumentException(
                    "reading configuration: " + key + " = " + value + " (expected: a whole number from 0 to 1000000)");
        }
        return number.intValue();
    }

    private static Duration seconds(Map<?, ?> fields, String key, Duration otherwise) {
        int seconds = number(fields, key, 0);
        return seconds == 0 ? otherwise : Duration.ofSeconds(seconds);
    }
}
