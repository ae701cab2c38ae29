package io.polargosling.cli.sync;

import io.polargosling.cli.client.ApiClient;
import io.polargosling.cli.client.ApiReport;
import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.cli.client.ApiSession;
import io.polargosling.cli.client.CommitOption;
import io.polargosling.cli.client.OperationWait;
import io.polargosling.cli.client.RefusedCallException;
import io.polargosling.cli.print.ExitCode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code gosling sync}. */
@Command(
        name = "sync",
        description = "Asks the control plane to read the Nest now.",
        footer = "%nWith --wait, status 1 when the sync has failed. Interrupted, it goes on without you.")
public final class SyncCommand implements Callable<Integer> {

    @Mixin
    private final CommitOption commit = new CommitOption();

    @Option(names = "--force", description = "Reads and writes everything, even when nothing is new.")
    private boolean force;

    @Option(names = "--allow-mass-removal", description = "Removes eggs even when that is most of them.")
    private boolean allowMassRemoval;

    @Option(names = "--wait", description = "Waits until the sync has ended.")
    private boolean wait;

    @Mixin
    private final ApiReport report;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private SyncCommand(ApiReport report) {
        this.report = report;
    }

    /** The command, to be filled from a command line; {@code variables} are this process's environment. */
    public static SyncCommand with(Map<String, String> variables) {
        return new SyncCommand(new ApiReport(variables));
    }

    @Override
    public Integer call() throws InterruptedException {
        var body = request();
        return report.run(spec.commandLine(), session -> sync(session, body));
    }

    private Shown sync(ApiSession session, ObjectNode body) throws RefusedCallException, InterruptedException {
        var accepted = session.post("/sync", body);
        var id = accepted.path("operation_id").asString("");
        if (!wait) {
            return Shown.done(result(accepted), "sync queued, operation " + id);
        }
        return switch (session.end(id)) {
            case OperationWait.Ended.Well(JsonNode operation) -> Shown.done(result(operation), "sync succeeded");
            case OperationWait.Ended.Badly badly ->
                new Shown(ExitCode.FAILED, result(badly.operation()), "", "sync " + badly.reason());
        };
    }

    private static JsonNode result(JsonNode operation) {
        return ApiClient.object()
                .put("operation_id", operation.path("operation_id").asString(""))
                .put("status", operation.path("status").asString(""));
    }

    private ObjectNode request() {
        return commit.request().put("force", force).put("allow_mass_removal", allowMassRemoval);
    }
}
