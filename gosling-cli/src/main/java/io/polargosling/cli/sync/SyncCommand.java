package io.polargosling.cli.sync;

import io.polargosling.cli.client.ApiAnswer;
import io.polargosling.cli.client.ApiCalls;
import io.polargosling.cli.client.ApiClient;
import io.polargosling.cli.client.ApiOptions;
import io.polargosling.cli.client.OperationWait;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.JsonDocument;
import io.polargosling.cli.print.OutputFormat;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.problem.InvalidException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gosling sync}. */
@Command(
        name = "sync",
        description = "Asks the control plane to read the Nest now.",
        footer = "%nWith --wait, status 1 when the sync has failed. Interrupted, it goes on without you.")
public final class SyncCommand implements Callable<Integer> {

    @Option(
            names = "--commit",
            paramLabel = "SHA",
            description = "Waits until the branch contains this commit. Default: the branch as it is.")
    private @Nullable String commit;

    @Option(names = "--force", description = "Reads and writes everything, even when nothing is new.")
    private boolean force;

    @Option(names = "--allow-mass-removal", description = "Removes eggs even when that is most of them.")
    private boolean allowMassRemoval;

    @Option(names = "--wait", description = "Waits until the sync has ended.")
    private boolean wait;

    @Option(
            names = "--output",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TEXT;

    @Mixin
    private final ApiOptions api;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private SyncCommand(ApiOptions api) {
        this.api = api;
    }

    /** The command, to be filled from a command line; {@code variables} are this process's environment. */
    public static SyncCommand with(Map<String, String> variables) {
        return new SyncCommand(new ApiOptions(variables));
    }

    @Override
    public Integer call() throws InterruptedException {
        var calls = api.calls();
        return switch (calls.post("/sync", request())) {
            case ApiAnswer.Success success -> wait ? waited(calls, id(success)) : queued(success.body());
            case ApiAnswer.Problem problem -> failed(ApiCalls.failure(problem));
            case ApiAnswer.Unreachable unreachable -> failed(ApiCalls.failure(unreachable));
        };
    }

    private ObjectNode request() {
        var body = ApiClient.object();
        try {
            if (commit != null) {
                body.put("commit", CommitId.of(commit).value());
            }
        } catch (InvalidException e) {
            throw new ParameterException(spec.commandLine(), "--commit: " + e.getMessage(), e);
        }
        return body.put("force", force).put("allow_mass_removal", allowMassRemoval);
    }

    private static String id(ApiAnswer.Success success) {
        return success.body().path("operation_id").asString("");
    }

    private int waited(ApiCalls calls, String id) throws InterruptedException {
        return switch (OperationWait.until(calls, id)) {
            case OperationWait.Ended.Well well -> {
                print(well.operation(), "sync succeeded", null);
                yield ExitCode.DONE;
            }
            case OperationWait.Ended.Badly badly -> {
                print(badly.operation(), null, "sync " + badly.reason());
                yield ExitCode.FAILED;
            }
            case OperationWait.Ended.Unknown unknown -> failed(unknown.failure());
        };
    }

    private int queued(JsonNode operation) {
        print(
                operation,
                "sync queued, operation " + operation.path("operation_id").asString(""),
                null);
        return ExitCode.DONE;
    }

    private void print(JsonNode operation, @Nullable String text, @Nullable String error) {
        if (output == OutputFormat.JSON) {
            var result = new TreeMap<String, String>();
            result.put("operation_id", operation.path("operation_id").asString(""));
            result.put("status", operation.path("status").asString(""));
            spec.commandLine().getOut().println(JsonDocument.ofTexts("sync", result, error));
        } else if (error != null) {
            spec.commandLine().getErr().println("gosling: " + error);
        } else {
            spec.commandLine().getOut().println(text);
        }
    }

    private int failed(ApiCalls.Failure failure) {
        if (output == OutputFormat.JSON) {
            spec.commandLine().getOut().println(JsonDocument.ofError("sync", failure.message()));
        } else {
            spec.commandLine().getErr().println("gosling: " + failure.message());
        }
        return failure.exitCode();
    }
}
