package io.polargosling.cli;

import io.polargosling.cli.check.ValidateCommand;
import io.polargosling.cli.format.FmtCommand;
import io.polargosling.cli.parse.ParseCommand;
import io.polargosling.cli.print.CheckedOutput;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.Screen;
import io.polargosling.cli.runner.RunnerCommand;
import io.polargosling.cli.secret.SecretCommand;
import io.polargosling.domain.problem.GoslingException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code gosling} program. */
@Command(
        name = "gosling",
        description = "Turns a Git repository into running GitLab runners.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = GoslingCli.Version.class)
public final class GoslingCli implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    GoslingCli() {}

    /** Runs one command and ends the process with its status. */
    public static void main(String[] args) {
        var screen = Screen.of(System.getenv(), System.getProperty("gosling.terminals", ""));
        var out = CheckedOutput.of(new FileOutputStream(FileDescriptor.out));
        var err = CheckedOutput.of(new FileOutputStream(FileDescriptor.err));
        PrintWriter outWriter = out.writer();
        PrintWriter errWriter = err.writer();
        int code = commandLine(System.getenv(), System.in, screen)
                .setOut(outWriter)
                .setErr(errWriter)
                .execute(args);
        outWriter.flush();
        if (out.failure().isPresent()) {
            errWriter.println(
                    "gosling: writing the output: " + out.failure().get().getMessage());
            code = code == ExitCode.DONE ? ExitCode.FAILED : code;
        }
        errWriter.flush();
        System.exit(out.isCut() ? ExitCode.CUT : code);
    }

    /** The whole command tree, for a process with the given environment variables and input. */
    static CommandLine commandLine(Map<String, String> variables, InputStream in, Screen screen) {
        var gosling = new CommandLine(new GoslingCli())
                .addSubcommand(new ValidateCommand(screen, Version.text()))
                .addSubcommand(new ParseCommand(in, screen))
                .addSubcommand(new FmtCommand(in, screen))
                .addSubcommand(SecretCommand.with(variables, in))
                .addSubcommand(new RunnerCommand(Version.text(), variables))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((problem, line, parsed) -> report(problem, line));
        gosling.getCommandSpec()
                .addOption(OptionSpec.builder("--version")
                        .versionHelp(true)
                        .description("Prints the version.")
                        .build());
        addHelp(gosling);
        return gosling;
    }

    private static void addHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Prints this help.")
                        .build());
        line.getSubcommands().values().forEach(GoslingCli::addHelp);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is needed");
    }

    private static int report(Exception problem, CommandLine line) {
        PrintWriter err = line.getErr();
        if (problem instanceof GoslingException known) {
            err.println("gosling: " + known.getMessage());
            return ExitCode.of(known);
        }
        if (problem instanceof InterruptedException) {
            return ExitCode.INTERRUPTED;
        }
        err.println("gosling: internal error: " + problem);
        return ExitCode.FAILED;
    }

    /** The version of the jar this class came in. */
    static final class Version implements IVersionProvider {

        static String text() {
            return Optional.ofNullable(GoslingCli.class.getPackage().getImplementationVersion())
                    .orElse("development");
        }

        @Override
        public String[] getVersion() {
            return new String[] {"gosling " + text()};
        }
    }
}
