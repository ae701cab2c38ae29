package io.polargosling.cli.format;

import io.polargosling.cli.files.GivenFiles;
import io.polargosling.cli.files.NestPath;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.PrintOptions;
import io.polargosling.cli.print.Screen;
import io.polargosling.fly.Fly;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.TextRenderer;
import io.polargosling.fly.print.FormatResult;
import io.polargosling.fly.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lays files out anew. */
@Command(
        name = "fmt",
        description =
                "Lays out files in the one canonical way; comments stay. Prints the name of each file it changes.",
        footer = "%nStatus 1 when a file cannot be formatted, or, with --check, when one would change.")
public final class FmtCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "Files, and folders with *.fly files; \"-\" formats standard input to standard output."
                    + " Default: the Nest around the current folder, else that folder.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--check", description = "Changes nothing; names the files that would change.")
    private boolean check;

    @Option(names = "--diff", description = "Changes nothing; prints what would change as a unified diff.")
    private boolean diff;

    @Mixin
    private PrintOptions print = new PrintOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final InputStream in;
    private final Screen screen;
    private boolean failed;

    /** The command, to be filled from a command line. */
    public FmtCommand(InputStream in, Screen screen) {
        this.in = in;
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        if (paths.contains(Path.of(STANDARD_INPUT))) {
            if (paths.size() > 1) {
                throw new ParameterException(
                        spec.commandLine(), "\"-\" stands alone: one text goes in and one comes out");
            }
            formatInput();
        } else {
            var found = GivenFiles.find(paths.isEmpty() ? List.of(here()) : paths);
            found.problems().forEach(this::fail);
            found.files().forEach(this::formatFile);
        }
        return failed ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static Path here() {
        Path folder = Path.of("");
        return NestPath.rootOf(folder)
                .map(root -> folder.toAbsolutePath().relativize(root))
                .orElse(folder);
    }

    private void formatInput() throws IOException {
        byte[] bytes = in.readNBytes(SourceFile.MAX_BYTES + 1);
        String name = "standard input";
        FormatResult result = Fly.format(SourceFile.of(name, bytes));
        if (result.text().isEmpty()) {
            fail(result);
            return;
        }
        String text = result.text().get();
        if (check || diff) {
            report(name, bytes, text);
        } else {
            out().print(text);
        }
    }

    private void formatFile(Path file) {
        String name = file.toString();
        try {
            byte[] bytes = GivenFiles.read(file);
            FormatResult result = Fly.format(SourceFile.of(name, bytes));
            if (result.text().isEmpty()) {
                fail(result);
                return;
            }
            byte[] formatted = result.text().get().getBytes(StandardCharsets.UTF_8);
            if (Arrays.equals(bytes, formatted)) {
                return;
            }
            if (check || diff) {
                report(name, bytes, result.text().get());
                return;
            }
            FileReplacement.write(file, formatted);
            if (!print.quiet()) {
                out().println(name);
            }
        } catch (IOException e) {
            fail("formatting \"" + name + "\": " + GivenFiles.reason(e));
        }
    }

    private void report(String name, byte[] before, String after) {
        String text = new String(before, StandardCharsets.UTF_8);
        if (text.equals(after)) {
            return;
        }
        if (check) {
            failed = true;
        }
        if (diff) {
            out().print(LineDiff.of(name, text, after));
        } else if (!print.quiet()) {
            out().println(name);
        }
    }

    private void fail(FormatResult result) {
        failed = true;
        for (Diagnostic diagnostic : result.diagnostics()) {
            String file = diagnostic.range().file().name();
            err().print(TextRenderer.render(
                    diagnostic, file, print.apply(screen).err()));
        }
        err().flush();
    }

    private void fail(String problem) {
        failed = true;
        err().println("gosling: " + problem);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
