package io.polargosling.cli.runner;

import io.polargosling.domain.problem.InvalidException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The agent's program and how it is called.
 *
 * @param user that the shell executor's jobs run as; empty for this process's own
 * @param environment all variables it gets, and so all a job can see of this process's own
 */
record AgentProgram(Path program, Optional<String> user, Map<String, String> environment) {

    private static final Pattern VERSION = Pattern.compile("Version:\\s*(\\S{1,64})");
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    AgentProgram {
        environment = Map.copyOf(environment);
    }

    /** The program at {@code path} with the three variables an agent gets: PATH, HOME and LANG. */
    static AgentProgram of(Path path, Optional<String> user, Map<String, String> own, Path workDir) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", own.getOrDefault("PATH", DEFAULT_PATH));
        environment.put("HOME", own.getOrDefault("HOME", workDir.toString()));
        environment.put("LANG", own.getOrDefault("LANG", "C.UTF-8"));
        return new AgentProgram(path, user, environment);
    }

    /**
     * Where the program {@code name} lies.
     *
     * @param name a path, or a name to look up on {@code path}
     * @throws InvalidException when there is none that can be executed
     */
    static Path find(String name, String path) {
        if (name.contains("/")) {
            Path program = Path.of(name).toAbsolutePath().normalize();
            if (Files.isRegularFile(program) && Files.isExecutable(program)) {
                return program;
            }
            throw new InvalidException("agent " + program + " (expected: an executable file)");
        }
        for (String folder : path.split(File.pathSeparator)) {
            Path program = Path.of(folder.isEmpty() ? "." : folder, name).toAbsolutePath();
            if (Files.isRegularFile(program) && Files.isExecutable(program)) {
                return program;
            }
        }
        throw new InvalidException(
                "agent \"" + name + "\" is not on PATH; install GitLab Runner, or name the program with --agent");
    }

    /**
     * The command that works for {@code runner} until it is told to stop, or has begun {@code builds} jobs. The latter
     * calls itself at GitLab what it likes.
     */
    List<String> command(Path workDir, String runner, OptionalInt builds, Duration idleTimeout) {
        Path config = AgentConfigFile.in(workDir);
        var command = new ArrayList<String>(List.of(program.toString()));
        if (builds.isPresent()) {
            command.addAll(List.of("run-single", "--config", config.toString(), "--runner", runner));
            command.addAll(List.of("--max-builds", Integer.toString(builds.getAsInt())));
            command.addAll(List.of("--wait-timeout", Long.toString(idleTimeout.toSeconds())));
        } else {
            command.addAll(List.of("run", "--config", config.toString(), "--working-directory", workDir.toString()));
            user.ifPresent(name -> command.addAll(List.of("--user", name)));
        }
        return command;
    }

    /** The version the program says it has; {@code unknown} when it does not say in time. */
    String version() {
        try {
            var builder = new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "unknown";
            }
            var matcher =
                    VERSION.matcher(new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8));
            return matcher.find() ? matcher.group(1) : "unknown";
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
