package io.polargosling.simulator.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** The stand-in agent as a program, with a part of gitlab-runner's command line. */
public final class AgentMain {

    static final String VERSION = "19.4.0-standin";

    /** Set by the launcher script to its own process id. */
    private static final String LAUNCHER = "standin.launcher";

    private static final String USAGE = """
            usage: gitlab-runner run --config FILE [--working-directory DIR]
                   gitlab-runner run-single --config FILE --runner NAME [--max-builds N] [--wait-timeout S]
                   gitlab-runner lint --config FILE
                   gitlab-runner --version""";

    private AgentMain() {}

    /** Exit status: 0 when it did as told, 1 when jobs could not be ended in time or the configuration is bad, 2 for bad usage. */
    public static void main(String[] args) throws InterruptedException {
        int status;
        try {
            status = run(CommandLine.parse(List.of(args)));
        } catch (IllegalArgumentException e) {
            System.err.println("gitlab-runner: " + e.getMessage());
            System.err.println(USAGE);
            status = 2;
        } catch (IOException e) {
            System.err.println("gitlab-runner: " + e);
            status = 1;
        }
        System.exit(status);
    }

    private static int run(CommandLine line) throws IOException, InterruptedException {
        return switch (line.command()) {
            case "--version", "-v" -> version();
            case "lint" -> {
                AgentConfig.read(configFile(line));
                yield 0;
            }
            case "run", "run-single" -> work(line);
            default -> throw new IllegalArgumentException("unknown command " + line.command());
        };
    }

    private static int version() {
        System.out.println("Version:      " + VERSION);
        System.out.println("Git revision: standin");
        System.out.println("Git branch:   standin");
        System.out.println("GO version:   none");
        System.out.println("OS/Arch:      linux/" + architecture());
        return 0;
    }

    static String architecture() {
        String arch = System.getProperty("os.arch", "");
        return arch.equals("aarch64") ? "arm64" : arch;
    }

    static void log(String event) {
        System.err.println(Instant.now() + " " + event);
    }

    private static Path configFile(CommandLine line) {
        return Path.of(line.option("--config")
                .or(() -> Optional.ofNullable(System.getenv("CONFIG_FILE")))
                .orElse("/etc/gitlab-runner/config.toml"));
    }

    private static int work(CommandLine line) throws IOException, InterruptedException {
        boolean single = line.command().equals("run-single");
        Optional<AgentConfig.Runner> own = single ? line.ownRunner() : Optional.empty();
        AgentConfig config = own.isPresent()
                ? AgentConfig.parse("shutdown_timeout = " + line.number("--shutdown-timeout"))
                : read(line);
        String systemId = single ? newSystemId() : savedSystemId(configFile(line));
        try (Agent agent = new Agent(config, line.workingDirectory(), systemId)) {
            listen(agent, line, single);
            Optional<String> address = line.option("--listen-address").or(config::listenAddress);
            if (address.isPresent()) {
                agent.metrics().serve(address.get());
            }
            log("agent started version=" + VERSION + " pid="
                    + ProcessHandle.current().pid());
            boolean clean = single
                    ? agent.runSingle(
                            own.orElseGet(() -> named(config, line)),
                            line.number("--max-builds"),
                            Duration.ofSeconds(line.number("--wait-timeout")))
                    : agent.run();
            log("agent stopped clean=" + clean);
            return clean ? 0 : 1;
        }
    }

    private static AgentConfig read(CommandLine line) throws IOException {
        AgentConfig config = AgentConfig.read(configFile(line));
        return new AgentConfig(
                config.concurrent(),
                config.checkInterval(),
                line.shutdownTimeout(config),
                config.listenAddress(),
                config.runners());
    }

    private static AgentConfig.Runner named(AgentConfig config, CommandLine line) {
        String name = line.option("--runner").orElse("");
        return config.runners().stream()
                .filter(runner -> runner.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("--runner \"" + name + "\" is not in the configuration"));
    }

    private static void listen(Agent agent, CommandLine line, boolean single) {
        AtomicBoolean again = new AtomicBoolean();
        Runnable abort = () -> {
            if (again.getAndSet(true)) {
                log("second signal, stopping at once");
                Runtime.getRuntime().halt(1);
            }
            log("aborting jobs");
            agent.abort();
        };
        // The launcher turns QUIT into USR1, since the JVM keeps QUIT for thread dumps.
        Signals.on("USR1", () -> {
            log("no new jobs, waiting for the current ones");
            agent.quit();
        });
        Signals.on("TERM", abort);
        Signals.on("INT", abort);
        Signals.on("HUP", () -> {
            if (!single) {
                reload(agent, line);
            }
        });
        Thread.ofPlatform().daemon().name("launcher").start(() -> followLauncher(agent));
    }

    /** Without its launcher nobody could signal the agent any more, so it must not outlive it. */
    private static void followLauncher(Agent agent) {
        String launcher = System.getProperty(LAUNCHER, "");
        if (!launcher.isEmpty()) {
            ProcessHandle.of(Long.parseLong(launcher))
                    .ifPresent(handle -> handle.onExit().join());
            log("launcher is gone, aborting jobs");
            agent.abort();
        }
    }

    private static void reload(Agent agent, CommandLine line) {
        try {
            agent.reload(read(line));
            log("configuration reloaded");
        } catch (IOException | IllegalArgumentException e) {
            log("keeping the old configuration: " + e.getMessage());
        }
    }

    private static String newSystemId() {
        return "r_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    private static String savedSystemId(Path configFile) throws IOException {
        Path file = configFile.resolveSibling(".runner_system_id");
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        String id = "s_" + newSystemId().substring(2);
        Files.writeString(file, id);
        return id;
    }
}
