package io.polargosling.cli.job;

import io.polargosling.cli.client.ApiClient;
import io.polargosling.cli.client.ApiReport;
import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.cli.client.ApiSession;
import io.polargosling.cli.client.OperationWait;
import io.polargosling.cli.client.RefusedCallException;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.domain.job.JobName;
import java.time.Instant;
import java.util.Map;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gosling job trigger}. */
@Command(
        name = "trigger",
        description = "Starts a job now, whatever its schedule says.",
        footer =
                "%nWith --wait, status 1 when the run has failed. Status 6 while a run of it is not over, or the job is"
                        + " disabled.")
final class TriggerCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "NAME", description = "The job.")
    private String name = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
    private @Nullable String reason;

    @Option(names = "--wait", description = "Waits until the run has ended.")
    private boolean wait;

    @Mixin
    private final ApiReport report;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    TriggerCommand(Map<String, String> variables) {
        this.report = new ApiReport(variables);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!JobName.isValid(name)) {
            throw new ParameterException(spec.commandLine(), "NAME: \"" + name + "\" can be no job's name");
        }
        var body = ApiClient.object();
        if (reason != null) {
            body.put("reason", reason);
        }
        return report.run(spec.commandLine(), session -> trigger(session, body));
    }

    private Shown trigger(ApiSession session, ObjectNode body) throws RefusedCallException, InterruptedException {
        var id = session.post("/jobs/" + name + "/trigger", body)
                .path("operation_id")
                .asString("");
        if (!wait) {
            return done("queued", "job " + name + " is to start, operation " + id);
        }
        return switch (session.end(id)) {
            case OperationWait.Ended.Well(JsonNode operation) -> ran(session, createdAt(operation));
            case OperationWait.Ended.Badly badly ->
                failed(badly.status(), "job " + name + " was not started: " + badly.reason());
        };
    }

    private static Instant createdAt(JsonNode operation) {
        return Instant.parse(operation.path("created_at").asString(Instant.EPOCH.toString()));
    }

    /** Waits for the end of the oldest run that began after {@code since}. */
    private Shown ran(ApiSession session, Instant since) throws RefusedCallException, InterruptedException {
        while (true) {
            var run = runSince(session.get("/jobs/" + name + "/runs?limit=20"), since);
            if (run.filter(TriggerCommand::isOver).isPresent()) {
                return ended(run.get());
            }
            session.pause();
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

    private Shown ended(JsonNode run) {
        String status = run.path("status").asString("");
        if ("succeeded".equals(status)) {
            return done(status, "job " + name + " succeeded");
        }
        String why = run.path("error").asString("");
        return failed(status, "job " + name + " " + status + (why.isEmpty() ? "" : ": " + why));
    }

    private Shown done(String status, String text) {
        return Shown.done(result(status), text);
    }

    private Shown failed(String status, String error) {
        return new Shown(ExitCode.FAILED, result(status), "", error);
    }

    private JsonNode result(String status) {
        return ApiClient.object().put("job", name).put("status", status);
    }
}
