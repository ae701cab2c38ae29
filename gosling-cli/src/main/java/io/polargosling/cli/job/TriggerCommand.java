package io.polargosling.cli.job;

import io.polargosling.cli.client.ApiAnswer;
import io.polargosling.cli.client.ApiCalls;
import io.polargosling.cli.client.ApiClient;
import io.polargosling.cli.client.ApiOptions;
import io.polargosling.cli.client.OperationWait;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.JsonDocument;
import io.polargosling.cli.print.OutputFormat;
import io.polargosling.domain.job.JobName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code gosling job trigger}. */
@Command(
        name = "trigger",
        description = "Starts a job now, whatever its schedule says.",
        footer =
                "%nWith --wait, status 1 when the run has failed. Status 6 while a run of it is not over, or the job is"
                        + " disabled.")
final class TriggerCommand implements Callable<Integer> {

    private static final String COMMAND = "job trigger";
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    @Parameters(index = "0", paramLabel = "NAME", description = "The job.")
    private String name = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
    private @Nullable String reason;

    @Option(names = "--wait", description = "Waits until the run has ended.")
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

    TriggerCommand(Map<String, String> variables) {
        this.api = new ApiOptions(variables);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!JobName.isValid(name)) {
            throw new ParameterException(spec.commandLine(), "NAME: \"" + name + "\" can be no job's name");
        }
        var calls = api.calls();
        var body = ApiClient.object();
        if (reason != null) {
            body.put("reason", reason);
        }
        return switch (calls.post("/jobs/" + name + "/trigger", body)) {
            case ApiAnswer.Success success -> started(calls, success.body());
            case ApiAnswer.Problem problem -> failed(ApiCalls.failure(problem));
            case ApiAnswer.Unreachable unreachable -> failed(ApiCalls.failure(unreachable));
        };
    }

    private int started(ApiCalls calls, JsonNode accepted) throws InterruptedException {
        String id = accepted.path("operation_id").asString("");
        if (!wait) {
            return print("queued", "job " + name + " is to start, operation " + id, null);
        }
        return switch (OperationWait.until(calls, id)) {
            case OperationWait.Ended.Well well -> ran(calls, createdAt(well.operation()));
            case OperationWait.Ended.Badly badly ->
                print(badly.status(), null, "job " + name + " was not started: " + badly.reason());
            case OperationWait.Ended.Unknown unknown -> failed(unknown.failure());
        };
    }

    private static Instant createdAt(JsonNode operation) {
        return Instant.parse(operation.path("created_at").asString(Instant.EPOCH.toString()));
    }

    /** Waits for the end of the oldest run that began after {@code since}. */
    private int ran(ApiCalls calls, Instant since) throws InterruptedException {
        while (true) {
            switch (calls.get("/jobs/" + name + "/runs?limit=20")) {
                case ApiAnswer.Success success -> {
                    var run = runSince(success.body(), since);
                    if (run.filter(TriggerCommand::isOver).isPresent()) {
                        return ended(run.get());
                    }
                }
                case ApiAnswer.Problem problem -> {
                    return failed(ApiCalls.failure(problem));
                }
                case ApiAnswer.Unreachable unreachable -> {
                    return failed(ApiCalls.failure(unreachable));
                }
            }
            calls.pause(BETWEEN_LOOKS);
        }
    }

    private static Optional<JsonNode> runSince(JsonNode page, Instant since) {
        return page.path("items")
                .valueStream()
                .filter(run -> !Instant.parse(run.path("started_at").asString(Instant.EPOCH.toString()))
                        .isBefore(since))
                .reduce((newer, older) -> older);
    }

    private static boolean isOver(JsonNode run) {
        return !"running".equals(run.path("status").asString(""));
    }

    private int ended(JsonNode run) {
        String status = run.path("status").asString("");
        if ("succeeded".equals(status)) {
            return print(status, "job " + name + " succeeded", null);
        }
        String why = run.path("error").asString("");
        return print(status, null, "job " + name + " " + status + (why.isEmpty() ? "" : ": " + why));
    }

    private int print(String status, @Nullable String text, @Nullable String error) {
        if (output == OutputFormat.JSON) {
            var result = new TreeMap<>(Map.of("job", name, "status", status));
            spec.commandLine().getOut().println(JsonDocument.ofTexts(COMMAND, result, error));
        } else if (error != null) {
            spec.commandLine().getErr().println("gosling: " + error);
        } else {
            spec.commandLine().getOut().println(text);
        }
        return error == null ? ExitCode.DONE : ExitCode.FAILED;
    }

    private int failed(ApiCalls.Failure failure) {
        if (output == OutputFormat.JSON) {
            spec.commandLine().getOut().println(JsonDocument.ofError(COMMAND, failure.message()));
        } else {
            spec.commandLine().getErr().println("gosling: " + failure.message());
        }
        return failure.exitCode();
    }
}
