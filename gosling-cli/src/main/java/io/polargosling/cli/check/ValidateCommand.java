package io.polargosling.cli.check;

import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.JsonDocument;
import io.polargosling.cli.print.PrintOptions;
import io.polargosling.cli.print.Screen;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.fly.diagnostic.Paint;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what is wrong with a Nest. */
@Command(
        name = "validate",
        description = "Checks files of a Nest and what they say of each other; shows each problem with its line.",
        footer = "%nStatus 1 when there is an error, or, with --strict, a warning.")
public final class ValidateCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description =
                    "A Nest, or a file or folder in one: then only what concerns it is shown, though the whole Nest"
                            + " is read. Files that are in no Nest are checked each on its own. Default: the Nest around the"
                            + " current folder.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--strict", description = "Fails on warnings too.")
    private boolean strict;

    @Option(
            names = "--output",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ReportFormat output = ReportFormat.TEXT;

    @Mixin
    private PrintOptions print = new PrintOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Screen screen;
    private final String version;

    /** The command, to be filled from a command line; {@code version} is the program's. */
    public ValidateCommand(Screen screen, String version) {
        this.screen = screen;
        this.version = version;
    }

    @Override
    public Integer call() {
        try {
            var checked = CheckedPaths.of(paths.isEmpty() ? List.of(Path.of("")) : paths, strict);
            switch (output) {
                case TEXT -> printText(checked);
                case JSON ->
                    out().println(JsonDocument.of("validate", !checked.failed(), checked.counts(), checked.findings()));
                case SARIF -> out().println(SarifReport.of(checked, version));
                case JUNIT -> out().println(JunitReport.of(checked));
            }
            return checked.failed() ? ExitCode.FAILED : ExitCode.DONE;
        } catch (GoslingException e) {
            if (output == ReportFormat.JSON) {
                out().println(JsonDocument.ofError("validate", String.valueOf(e.getMessage())));
            } else {
                spec.commandLine().getErr().println("gosling: " + e.getMessage());
            }
            // Nothing was asked of a service; a file is not readable.
            return e instanceof UnavailableException ? ExitCode.FAILED : ExitCode.of(e);
        }
    }

    private void printText(Checked checked) {
        Paint paint = print.apply(screen).out();
        checked.problems().forEach(problem -> out().print(problem.text(paint)));
        if (!print.quiet()) {
            out().println(checked.summary());
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
