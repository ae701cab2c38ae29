package io.polargosling.cli.job;

import io.polargosling.cli.files.Checkout;
import io.polargosling.cli.files.NestPath;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.Masking;
import io.polargosling.domain.job.JobConfig;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.problem.Finding;
import io.polargosling.nest.NestFiles;
import io.polargosling.nest.NestReader;
import io.polargosling.nest.NestRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gosling job exec}. */
@Command(
        name = "exec",
        description = "Runs a job's script; the job of its pipeline does this, on a protected branch only.",
        footer = "%nThe script is that of the pipeline's commit, runs in the Nest's folder, and ends after the job's"
                + " timeout. Status 1 when it fails, 4 outside of a protected branch's pipeline, 5 when there is no"
                + " such job, 6 when it is disabled.")
final class ExecCommand implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Map<String, String> variables;

    @Parameters(index = "0", paramLabel = "NAME", description = "The job.")
    private String name = "";

    @Option(
            names = "--path",
            paramLabel = "DIR",
            description = "The Nest. Default: $CI_PROJECT_DIR, else the current folder.")
    private @Nullable Path path;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of the keystore, for local:// in the job's environment. Default:"
                    + " $GOSLING_DATA.")
    private @Nullable Path data;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ExecCommand(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!JobName.isValid(name)) {
            throw new ParameterException(spec.commandLine(), "NAME: \"" + name + "\" can be no job's name");
        }
        if (!"true".equals(variables.get("CI_COMMIT_REF_PROTECTED"))) {
            return refused(
                    ExitCode.NOT_ALLOWED,
                    "running job \"" + name + "\": this is no pipeline of a protected branch (expected:"
                            + " CI_COMMIT_REF_PROTECTED=true)");
        }
        Path given = path == null ? Path.of(variables.getOrDefault("CI_PROJECT_DIR", ".")) : path;
        var root = NestPath.of(given).map(NestPath::root);
        if (root.isEmpty()) {
            return refused(ExitCode.NOT_FOUND, "running job \"" + name + "\": \"" + given + "\" is in no Nest");
        }
        var otherCommit = otherCommit(root.get());
        if (otherCommit.isPresent()) {
            return refused(ExitCode.NOT_ALLOWED, otherCommit.get());
        }
        return execute(root.get());
    }

    /** A script of another commit than the pipeline's was reviewed by nobody who looked at the pipeline. */
    private Optional<String> otherCommit(Path root) {
        String found = Checkout.of(root).commit();
        String expected = variables.getOrDefault("CI_COMMIT_SHA", "");
        return expected.isEmpty() || found.isEmpty() || found.equals(expected)
                ? Optional.empty()
                : Optional.of("running job \"" + name + "\": commit " + found + " is checked out (expected: the"
                        + " pipeline's, " + expected + ")");
    }

    private int execute(Path root) throws IOException, InterruptedException {
        var nest = NestReader.read(NestFiles.ofDirectory(root), NestRules.defaults());
        var job = JobName.of(name);
        if (nest.jobs().broken().contains(job)) {
            nest.findings().stream()
                    .filter(Finding::isError)
                    .filter(finding -> finding.subject().equals("job/" + name))
                    .forEach(finding -> spec.commandLine()
                            .getErr()
                            .println(finding.place() + ": " + finding.code() + ": " + finding.message()));
            return refused(ExitCode.FAILED, "running job \"" + name + "\": its file has errors");
        }
        var found = nest.jobs().jobs().get(job);
        if (found == null) {
            return refused(ExitCode.NOT_FOUND, "running job \"" + name + "\": there is no Jobs/" + name + ".fly");
        }
        if (!found.config().enabled()) {
            return refused(ExitCode.CONFLICT, "running job \"" + name + "\": it is disabled");
        }
        return run(root, found.config());
    }

    private int run(Path root, JobConfig job) throws IOException, InterruptedException {
        var environment = JobEnvironment.of(job, variables, Optional.ofNullable(data));
        var limit = job.run().timeout().compareTo(LONGEST) < 0 ? job.run().timeout() : LONGEST;
        var script = new JobScript(root, job.run().script(), environment.values(), limit);
        var out = spec.commandLine().getOut();
        var masking = Masking.of(environment.secrets());
        var ended = script.run(line -> {
            out.println(masking.mask(line));
            out.flush();
        });
        return switch (ended) {
            case JobScript.Ended.Exited(int code) when code == 0 -> ExitCode.DONE;
            case JobScript.Ended.Exited(int code) ->
                refused(ExitCode.FAILED, "job \"" + name + "\": its script ended with status " + code);
            case JobScript.Ended.OutOfTime _ ->
                refused(
                        ExitCode.FAILED,
                        "job \"" + name + "\": its script was ended after " + limit.toSeconds() + " s, its timeout");
        };
    }

    private int refused(int code, String why) {
        spec.commandLine().getErr().println("gosling: " + why);
        return code;
    }
}
