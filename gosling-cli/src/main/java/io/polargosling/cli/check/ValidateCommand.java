package io.polargosling.cli.check;

import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.JsonDocument;
import io.polargosling.cli.print.OutputFormat;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.GoslingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gosling validate}. */
@Command(
        name = "validate",
        description = "Checks the files of a Nest, each alone and all together, as the control plane will.")
public final class ValidateCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "A Nest, or a file or folder in one: then only what concerns it is shown. Default: here.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--strict", description = "Fails on warnings too.")
    private boolean strict;

    @Option(
            names = "--output",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TEXT;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command, to be filled from a command line. */
    public ValidateCommand() {}

    @Override
    public Integer call() {
        try {
            var nests = check();
            return output == OutputFormat.JSON ? printJson(nests) : printText(nests);
        } catch (GoslingException e) {
            if (output == OutputFormat.JSON) {
                spec.commandLine().getOut().println(JsonDocument.ofError("validate", String.valueOf(e.getMessage())));
                return ExitCode.of(e);
            }
            throw e;
        }
    }

    private List<CheckedNest> check() {
        var byRoot = new LinkedHashMap<Path, List<NestPath>>();
        for (Path path : paths.isEmpty() ? List.of(Path.of("")) : paths) {
            var found = NestPath.of(path);
            byRoot.computeIfAbsent(found.root(), root -> new ArrayList<>()).add(found);
        }
        var nests = new ArrayList<CheckedNest>();
        byRoot.forEach((root, inside) -> nests.add(CheckedNest.read(root, inside)));
        return nests;
    }

    private int printText(List<CheckedNest> nests) {
        var out = spec.commandLine().getOut();
        nests.stream().flatMap(nest -> nest.problems().stream()).forEach(problem -> out.print(problem.text()));
        var findings = findings(nests);
        out.println(number(eggs(nests), "egg") + ": " + number(errors(findings), "error") + ", "
                + number(findings.size() - errors(findings), "warning"));
        return exitCode(findings);
    }

    private int printJson(List<CheckedNest> nests) {
        var findings = findings(nests);
        int code = exitCode(findings);
        var result = JsonDocument.object()
                .put("eggs", eggs(nests))
                .put("errors", errors(findings))
                .put("warnings", findings.size() - errors(findings));
        spec.commandLine().getOut().println(JsonDocument.of("validate", code == ExitCode.DONE, result, findings));
        return code;
    }

    private int exitCode(List<Finding> findings) {
        boolean bad = strict ? !findings.isEmpty() : errors(findings) > 0;
        return bad ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static List<Finding> findings(List<CheckedNest> nests) {
        return nests.stream()
                .flatMap(nest -> nest.problems().stream())
                .map(CheckedNest.Problem::finding)
                .toList();
    }

    private static int errors(List<Finding> findings) {
        return (int) findings.stream().filter(Finding::isError).count();
    }

    private static int eggs(List<CheckedNest> nests) {
        return nests.stream().mapToInt(CheckedNest::eggs).sum();
    }

    private static String number(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
