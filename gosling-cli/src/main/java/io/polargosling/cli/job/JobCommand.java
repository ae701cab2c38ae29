package io.polargosling.cli.job;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gosling job}, the root of its subcommands. */
@Command(name = "job", description = "Self-management jobs of the Nest.", synopsisSubcommandLabel = "COMMAND")
public final class JobCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private JobCommand() {}

    /**
     * The command with its subcommands.
     *
     * @param variables this process's environment
     */
    public static CommandLine with(Map<String, String> variables) {
        return new CommandLine(new JobCommand())
                .addSubcommand(new TriggerCommand(variables))
                .addSubcommand(new ExecCommand(variables));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is needed: trigger or exec");
    }
}
