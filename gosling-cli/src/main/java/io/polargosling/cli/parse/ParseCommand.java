package io.polargosling.cli.parse;

import io.polargosling.cli.files.GivenFiles;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.OutputFormat;
import io.polargosling.cli.print.PrintOptions;
import io.polargosling.cli.print.Screen;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.TextRenderer;
import io.polargosling.fly.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what files say. */
@Command(
        name = "parse",
        description = "Prints files as JSON, their expressions evaluated; what is wrong goes to standard error.",
        footer = "%nStatus 1 when a file has an error or cannot be read. With --syntax-only --output=json each file is"
                + " one line: {\"file\", \"ok\", \"errors\": [{\"line\", \"column\", \"summary\"}]}.")
public final class ParseCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files; \"-\" for standard input.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--files-from",
            paramLabel = "LIST",
            defaultValue = "",
            description = "Reads these files too: one name a line; \"-\" for standard input.")
    private String filesFrom = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "What the file must be: ${COMPLETION-CANDIDATES}. Default: what its block says.")
    private @Nullable FileType type;

    @Option(names = "--typed", description = "Decodes the file: defaults filled in, sizes in bytes, times in seconds.")
    private boolean typed;

    @Option(names = "--syntax-only", description = "Says only whether each is a file in the syntax, whatever it means.")
    private boolean syntaxOnly;

    @Option(names = "--var", paramLabel = "NAME=VALUE", description = "The value of a variable; repeatable.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = "--var-file",
            paramLabel = "FILE",
            description = "A file with values of variables, as attributes or, if named *.json, as an object;"
                    + " repeatable. --var wins.")
    private List<Path> variableFiles = new ArrayList<>();

    @Option(
            names = "--output",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; for --syntax-only, otherwise it is JSON anyway."
                    + " Default: ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TEXT;

    @Mixin
    private PrintOptions print = new PrintOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final InputStream in;
    private final Screen screen;
    private boolean failed;

    /** The command, to be filled from a command line. */
    public ParseCommand(InputStream in, Screen screen) {
        this.in = in;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        checkUsage();
        if (syntaxOnly) {
            FileNames.forEach(files, filesFrom, in, this::judge);
        } else {
            var given = new GivenValues(variables(), assignments);
            if (!failed) {
                FileNames.forEach(files, filesFrom, in, name -> parse(name, given));
            }
        }
        return failed ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void checkUsage() {
        if (files.isEmpty() && filesFrom.isEmpty()) {
            throw usage("a file is needed (or \"-\", or --files-from)");
        }
        if (syntaxOnly && (typed || type != null || !assignments.isEmpty() || !variableFiles.isEmpty())) {
            throw usage("--syntax-only evaluates nothing: it goes with neither --typed, --type, --var nor --var-file");
        }
        for (String assignment : assignments) {
            if (assignment.indexOf('=') < 1) {
                // It may be a value alone, and a secret.
                throw usage("--var: expected NAME=VALUE");
            }
        }
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    private List<SourceFile> variables() {
        var read = new ArrayList<SourceFile>();
        for (Path file : variableFiles) {
            try {
                read.add(SourceFile.of(file.toString(), GivenFiles.read(file)));
            } catch (IOException e) {
                fail("reading the values of \"" + file + "\": " + GivenFiles.reason(e));
            }
        }
        return read;
    }

    /** Says whether anybody still reads what is printed. */
    private boolean judge(String name) {
        SyntaxVerdict verdict;
        try {
            verdict = SyntaxVerdict.of(SourceFile.of(name, bytes(name)));
            if (output == OutputFormat.TEXT) {
                report(verdict.diagnostics());
            }
        } catch (IOException e) {
            verdict = SyntaxVerdict.unreadable(name, GivenFiles.reason(e));
            if (output == OutputFormat.TEXT) {
                fail("reading \"" + name + "\": " + GivenFiles.reason(e));
            }
        }
        failed |= !verdict.ok();
        if (output == OutputFormat.JSON) {
            out().println(verdict.json());
        } else if (!print.quiet() || !verdict.ok()) {
            out().println(name + ": " + (verdict.ok() ? "accepted" : "rejected"));
        }
        return !out().checkError();
    }

    private boolean parse(String name, GivenValues given) {
        try {
            boolean input = name.equals(STANDARD_INPUT);
            SourceFile file = SourceFile.of(input ? "standard input" : name, bytes(name));
            var seen = given.around(input ? Optional.empty() : Optional.of(Path.of(name)));
            report(seen.diagnostics());
            var result = typed
                    ? FileText.typed(file, seen.scope(), Optional.ofNullable(type))
                    : FileText.raw(file, seen.scope(), Optional.ofNullable(type));
            report(result.diagnostics());
            result.json().ifPresent(json -> out().print(json));
            failed |= result.json().isEmpty();
        } catch (IOException e) {
            fail("reading \"" + name + "\": " + GivenFiles.reason(e));
        }
        return !out().checkError();
    }

    private byte[] bytes(String name) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            return in.readNBytes(SourceFile.MAX_BYTES + 1);
        }
        try {
            return GivenFiles.read(Path.of(name));
        } catch (InvalidPathException e) {
            throw new IOException("it is no file name", e);
        }
    }

    private void report(List<Diagnostic> diagnostics) {
        for (Diagnostic diagnostic : diagnostics) {
            failed |= diagnostic.isError();
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
