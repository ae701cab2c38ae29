package io.polargosling.cli.binaries;

import io.polargosling.cli.client.ApiCalls;
import io.polargosling.cli.client.ApiReport;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gosling binaries}, the root of its subcommands. */
@Command(
        name = "binaries",
        description = "Versions of gosling, opentofu and gitlab-runner in the control plane.",
        synopsisSubcommandLabel = "COMMAND")
public final class BinariesCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private BinariesCommand() {}

    /**
     * The command with its subcommands.
     *
     * @param variables this process's environment
     */
    public static CommandLine with(Map<String, String> variables) {
        return with(variables, Thread::sleep);
    }

    static CommandLine with(Map<String, String> variables, ApiCalls.Pause pause) {
        return new CommandLine(new BinariesCommand())
                .addSubcommand(new ListCommand(new ApiReport(variables, pause)))
                .addSubcommand(new UploadCommand(new ApiReport(variables, pause)))
                .addSubcommand(new ActivateCommand(new ApiReport(variables, pause)))
                .addSubcommand(new RollbackCommand(new ApiReport(variables, pause)));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is needed: list, upload, activate or rollback");
    }
}
