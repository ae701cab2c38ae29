package io.polargosling.cli.runner;

import io.polargosling.domain.egg.Executor;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The agent's {@code config.toml}. It holds the GitLab token, so only its owner may read it. */
final class AgentConfigFile {

    /** The least the agent takes: a job waits at most this long, in seconds, for a free runner. */
    private static final int CHECK_INTERVAL = 1;

    /** Below the time between SIGTERM and SIGKILL, in seconds, so that the agent can still report. */
    private static final int SHUTDOWN_TIMEOUT = 25;

    private static final String SYSTEM_ID_FILE = ".runner_system_id";
    private static final String DEFAULT_IMAGE = "alpine:latest";

    private AgentConfigFile() {}

    /**
     * The file's text.
     *
     * @param name of the runner in it
     * @throws InvalidException when a variable cannot be passed on; names the variable, not the value
     */
    static String render(String name, RunnerBootstrap bootstrap, Path workDir) {
        RunnerConfig config = bootstrap.config();
        var agent = config.agent();
        var text = new StringBuilder()
                .append("concurrent = ")
                .append(agent.concurrent())
                .append("\ncheck_interval = ")
                .append(CHECK_INTERVAL)
                .append("\nshutdown_timeout = ")
                .append(SHUTDOWN_TIMEOUT)
                .append("\n\n[[runners]]")
                .append("\n  name = ")
                .append(Toml.string(name))
                .append("\n  url = ")
                .append(Toml.string(bootstrap.gitlab().url()))
                .append("\n  id = ")
                .append(bootstrap.gitlab().id())
                .append("\n  token = ")
                .append(Toml.string(bootstrap.gitlab().token().reveal()))
                .append("\n  executor = ")
                .append(Toml.string(agent.executor().word()))
                .append("\n  limit = ")
                .append(agent.concurrent())
                .append("\n  environment = ")
                .append(Toml.strings(pairs(config.environment())))
                .append("\n  builds_dir = ")
                .append(Toml.string(workDir.resolve("builds").toString()))
                .append("\n  cache_dir = ")
                .append(Toml.string(workDir.resolve("cache").toString()))
                .append('\n');
        if (agent.executor() == Executor.DOCKER) {
            text.append("  [runners.docker]\n    image = ")
                    .append(Toml.string(agent.image().orElse(DEFAULT_IMAGE)))
                    .append("\n    privileged = ")
                    .append(agent.privileged())
                    .append('\n');
        }
        return text.toString();
    }

    /** Where it lies. */
    static Path in(Path workDir) {
        return workDir.resolve("config.toml");
    }

    /** Writes the file and makes the folders it names. */
    static void write(Path workDir, String text) throws IOException {
        Files.createDirectories(workDir.resolve("builds"));
        Files.createDirectories(workDir.resolve("cache"));
        OwnFile.write(in(workDir), text);
    }

    /**
     * Lets {@code user} use the folders of jobs, and nothing else in {@code workDir}.
     *
     * @throws InvalidException when there is no such user
     */
    static void openTo(String user, Path workDir) throws IOException {
        UserPrincipal owner;
        try {
            owner = workDir.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
        } catch (UserPrincipalNotFoundException e) {
            throw new InvalidException("agent user \"" + user + "\" (expected: a user of this machine)");
        }
        Files.setPosixFilePermissions(workDir, PosixFilePermissions.fromString("rwx--x--x"));
        for (var folder : List.of("builds", "cache")) {
            Files.setOwner(workDir.resolve(folder), owner);
        }
    }

    /** Leaves what the agent is to call itself where it looks for it: beside its configuration. */
    static void writeSystemId(Path workDir, String systemId) throws IOException {
        OwnFile.write(in(workDir).resolveSibling(SYSTEM_ID_FILE), systemId);
    }

    private static List<String> pairs(Map<String, String> environment) {
        var pairs = new ArrayList<String>();
        environment.forEach((name, value) -> {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new InvalidException(
                        "environment variable \"" + name + "\" (expected: a letter or _, then letters, digits or _)");
            }
            if (value.indexOf('\0') >= 0) {
                throw new InvalidException(
                        "environment variable \"" + name + "\" holds a NUL character, which no process can be given");
            }
            secretScheme(value).ifPresent(scheme -> {
                throw new InvalidException("environment variable \"" + name + "\" is a secret URI (" + scheme.word()
                        + "), which this version cannot read on a runner; use a CI/CD variable of GitLab for it");
            });
            pairs.add(name + "=" + value);
        });
        return pairs;
    }

    /** Anything that begins like a secret URI, so that a mistyped one does not reach a job as text. */
    private static Optional<SecretUri.Scheme> secretScheme(String value) {
        return Arrays.stream(SecretUri.Scheme.values())
                .filter(scheme -> value.startsWith(scheme.word() + "://"))
                .findFirst();
    }
}
