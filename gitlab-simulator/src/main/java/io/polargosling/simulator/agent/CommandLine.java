package io.polargosling.simulator.agent;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command and its options, in the subset that is understood; unknown options are refused. */
record CommandLine(String command, Map<String, String> options) {

    private static final Map<String, String> SHORT =
            Map.of("-c", "--config", "-r", "--runner", "-u", "--url", "-t", "--token", "-d", "--working-directory");
    private static final List<String> KNOWN = List.of(
            "--config",
            "--working-directory",
            "--runner",
            "--max-builds",
            "--wait-timeout",
            "--shutdown-timeout",
            "--url",
            "--token",
            "--executor",
            "--user",
            "--listen-address");

    CommandLine {
        options = Map.copyOf(options);
    }

    static CommandLine parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            return new CommandLine("help", Map.of());
        }
        Map<String, String> options = new HashMap<>();
        int i = 1;
        while (i < arguments.size()) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String key = SHORT.getOrDefault(name, name);
            if (!KNOWN.contains(key)) {
                throw new IllegalArgumentException("unknown option " + name);
            }
            if (equals < 0 && i + 1 >= arguments.size()) {
                throw new IllegalArgumentException(name + " without a value");
            }
            options.put(key, equals < 0 ? arguments.get(i + 1) : argument.substring(equals + 1));
            i += equals < 0 ? 2 : 1;
        }
        return new CommandLine(arguments.getFirst(), options);
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    int number(String name) {
        try {
            return option(name).map(Integer::parseInt).orElse(0);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " " + options.get(name) + " (expected: a whole number)");
        }
    }

    Path workingDirectory() {
        return Path.of(option("--working-directory").orElse("")).toAbsolutePath();
    }

    /** The runner given by {@code --url} and {@code --token}, if both are. */
    Optional<AgentConfig.Runner> ownRunner() {
        return option("--url")
                .flatMap(url -> option("--token")
                        .map(token -> new AgentConfig.Runner(
                                "single",
                                URI.create(url.replaceAll("/+$", "")),
                                token,
                                1,
                                4096 * 1024,
                                Optional.empty(),
                                Map.of())));
    }

    Duration shutdownTimeout(AgentConfig config) {
        int seconds = number("--shutdown-timeout");
        return seconds > 0 ? Duration.ofSeconds(seconds) : config.shutdownTimeout();
    }
}
