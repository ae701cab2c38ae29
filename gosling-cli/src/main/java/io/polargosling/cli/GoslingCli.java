package io.polargosling.cli;

import io.polargosling.cli.binaries.BinariesCommand;
import io.polargosling.cli.bootstrap.BootstrapCommand;
import io.polargosling.cli.check.ValidateCommand;
import io.polargosling.cli.deploy.DeployCommand;
import io.polargosling.cli.deploy.RollbackCommand;
import io.polargosling.cli.format.FmtCommand;
import io.polargosling.cli.job.JobCommand;
import io.polargosling.cli.list.ListCommand;
import io.polargosling.cli.parse.ParseCommand;
import io.polargosling.cli.print.CheckedOutput;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.Screen;
import io.polargosling.cli.runner.RunnerCommand;
import io.polargosling.cli.secret.SecretCommand;
import io.polargosling.cli.status.PlanCommand;
import io.polargosling.cli.status.StatusCommand;
import io.polargosling.cli.sync.SyncCommand;
import io.polargosling.cli.why.WhyCommand;
import io.polargosling.domain.problem.GoslingException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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
        var out = new FileOutputStream(FileDescriptor.out);
        var err = new FileOutputStream(FileDescriptor.err);
        System.exit(run(List.of(args), System.in, screen, out, err));
    }

    /** Runs one command; gives its status, or what became of its output. */
    static int run(List<String> line, InputStream in, Screen screen, OutputStream out, OutputStream err) {
        var checkedOut = CheckedOutput.of(out);
        PrintWriter outWriter = checkedOut.writer();
        PrintWriter errWriter = CheckedOutput.of(err).writer();
        int code = ExitCode.DONE;
        if (line.equals(List.of("--version"))) {
            // Asked by scripts, and picocli takes most of the time of a start.
            outWriter.println(Version.line());
        } else {
            code = commandLine(line, System.getenv(), in, screen)
                    .setOut(outWriter)
                    .setErr(errWriter)
                    .execute(line.toArray(String[]::new));
        }
        outWriter.flush();
        if (checkedOut.failure().isPresent()) {
            errWriter.println(
                    "gosling: writing the output: " + checkedOut.failure().get().getMessage());
            code = code == ExitCode.DONE ? ExitCode.FAILED : code;
        }
        errWriter.flush();
        return checkedOut.isCut() ? ExitCode.CUT : code;
    }

    /**
     * The commands for a process with the given environment variables and input. When {@code line} begins with the name of
     * one, the others are not there: reading what picocli asks of a command is most of the time it takes to start.
     */
    static CommandLine commandLine(List<String> line, Map<String, String> variables, InputStream in, Screen screen) {
        var commands = new LinkedHashMap<String, Supplier<Object>>();
        commands.put("validate", () -> new ValidateCommand(screen, Version.text()));
        commands.put("parse", () -> new ParseCommand(in, screen));
        commands.put("fmt", () -> new FmtCommand(in, screen));
        commands.put("binaries", () -> BinariesCommand.with(variables));
        commands.put("secret", () -> SecretCommand.with(variables, in));
        commands.put("job", () -> JobCommand.with(variables));
        commands.put("list", () -> ListCommand.with(variables));
        commands.put("sync", () -> SyncCommand.with(variables));
        commands.put("deploy", () -> DeployCommand.with(variables));
        commands.put("rollback", () -> RollbackCommand.with(variables));
        commands.put("status", () -> StatusCommand.with(variables));
        commands.put("plan", () -> PlanCommand.with(variables));
        commands.put("why", () -> WhyCommand.with(variables));
        commands.put("bootstrap", () -> new BootstrapCommand(variables));
        commands.put("runner", () -> new RunnerCommand(Version.text(), variables));
        var gosling = new CommandLine(new GoslingCli());
        String first = line.isEmpty() ? "" : line.getFirst();
        commands.forEach((name, command) -> {
            if (!commands.containsKey(first) || name.equals(first)) {
                gosling.addSubcommand(command.get());
            }
        });
        gosling.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((problem, failed, parsed) -> report(problem, failed))
                .getCommandSpec()
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

        static String line() {
            return "gosling " + text();
        }

        @Override
        public String[] getVersion() {
            return new String[] {line()};
        }
    }
}
