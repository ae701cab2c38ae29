package io.polargosling.cli.runner;

import io.polargosling.cli.client.Durations;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.runner.RunnerId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gosling runner}. */
@Command(
        name = "runner",
        description = "Enrols this machine and keeps its GitLab agent running until it is told to stop.")
public final class RunnerCommand implements Callable<Integer> {

    private final String version;
    private final Map<String, String> variables;

    @Option(names = "--runner-id", required = true, paramLabel = "ID", description = "The runner this machine is.")
    private String runnerId = "";

    @Option(names = "--egg-name", required = true, paramLabel = "NAME", description = "The egg it belongs to.")
    private String eggName = "";

    @Option(names = "--mothergoose-url", required = true, paramLabel = "URL", description = "The control plane's API.")
    private URI mothergoose = URI.create("");

    @Option(
            names = "--enrolment-token-file",
            required = true,
            paramLabel = "FILE",
            description = "Holds the one-time token; mode 0600. Deleted once it is spent.")
    private Path tokenFile = Path.of("");

    @Option(
            names = "--work-dir",
            required = true,
            paramLabel = "DIR",
            description = "For the agent's configuration, log, builds and cache; made when it is not there.")
    private Path workDir = Path.of("");

    @Option(
            names = "--heartbeat-interval",
            defaultValue = "30s",
            converter = Durations.class,
            paramLabel = "TIME",
            description = "Until the control plane says otherwise. Default: ${DEFAULT-VALUE}.")
    private Duration heartbeat = Duration.ofSeconds(30);

    @Option(
            names = "--agent",
            defaultValue = "gitlab-runner",
            paramLabel = "PROGRAM",
            description = "GitLab's agent: a path, or a name looked up on PATH. Default: ${DEFAULT-VALUE}.")
    private String agent = "gitlab-runner";

    @Option(
            names = "--agent-user",
            paramLabel = "NAME",
            description = "Who the shell executor's jobs run as; needs root. Without it, whoever runs this.")
    private Optional<String> agentUser = Optional.empty();

    @Option(
            names = "--drain-limit",
            defaultValue = "10m",
            converter = Durations.class,
            paramLabel = "TIME",
            description = "What running jobs are given after SIGTERM. Default: ${DEFAULT-VALUE}.")
    private Duration drainLimit = Duration.ofMinutes(10);

    @Option(
            names = "--max-lifetime",
            converter = Durations.class,
            paramLabel = "TIME",
            description = "After this no new job is taken, unless the control plane sets an earlier end.")
    private Optional<Duration> maxLifetime = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * @param version of gosling, told to the control plane
     * @param variables this process's environment
     */
    public RunnerCommand(String version, Map<String, String> variables) {
        this.version = version;
        this.variables = Map.copyOf(variables);
    }

    @Override
    public Integer call() throws InterruptedException {
        Path program = AgentProgram.find(agent, variables.getOrDefault("PATH", ""));
        var options = new RunnerOptions(
                checkedId(),
                checkedEgg(),
                mothergoose,
                tokenFile.toAbsolutePath().normalize(),
                madeWorkDir(),
                heartbeat,
                new RunnerOptions.Agent(program, agentUser));
        var err = spec.commandLine().getErr();
        var machine =
                new RunnerMachine(options, version, variables, RunnerTiming.of(drainLimit, maxLifetime), err::println);
        Signals.on("TERM", machine::terminate);
        Signals.on("INT", machine::interrupt);
        return machine.run();
    }

    private RunnerId checkedId() {
        try {
            return RunnerId.of(runnerId);
        } catch (InvalidException e) {
            throw usage("--runner-id: ", e);
        }
    }

    private EggName checkedEgg() {
        try {
            return EggName.of(eggName);
        } catch (InvalidException e) {
            throw usage("--egg-name: ", e);
        }
    }

    private ParameterException usage(String option, InvalidException e) {
        return new ParameterException(spec.commandLine(), option + e.getMessage());
    }

    private Path madeWorkDir() {
        Path folder = workDir.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return folder;
        } catch (IOException e) {
            throw new InvalidException("making the work folder " + folder + ": " + e.getMessage());
        }
    }
}
