package io.polargosling.cli.status;

import io.polargosling.cli.client.ApiReport;
import io.polargosling.cli.client.ApiReport.Shown;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code gosling list}. */
@Command(name = "list", description = "Lists names, one per line, for scripts.")
public final class ListCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}.")
    private Kind what = Kind.EGGS;

    @Option(
            names = "--field",
            paramLabel = "PATH",
            description = "Another field of each, such as config.cloud.provider. Default: the name, or a runner's id.")
    private @Nullable String field;

    @Mixin
    private final ApiReport report;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private ListCommand(ApiReport report) {
        this.report = report;
    }

    /** What there are lists of. */
    enum Kind {
        EGGS,
        JOBS,
        RUNNERS
    }

    /** The command, to be filled from a command line; {@code variables} are this process's environment. */
    public static ListCommand with(Map<String, String> variables) {
        return new ListCommand(new ApiReport(variables));
    }

    @Override
    public Integer call() throws InterruptedException {
        var path = switch (what) {
            case EGGS -> "/eggs";
            case JOBS -> "/jobs";
            case RUNNERS -> "/runners";
        };
        var wanted = field != null ? field : what == Kind.RUNNERS ? "id" : "name";
        return report.run(spec.commandLine(), session -> {
            var values = JsonMapper.shared().createArrayNode();
            var lines = new ArrayList<String>();
            for (var item : session.list(path)) {
                var value = at(item, wanted);
                values.add(value);
                lines.add(value.isValueNode() ? value.asString("") : value.toString());
            }
            return Shown.done(values, String.join("\n", lines));
        });
    }

    private static JsonNode at(JsonNode item, String path) {
        var node = item;
        for (var part : path.split("\\.", -1)) {
            node = node.path(part);
        }
        return node.isMissingNode() ? JsonMapper.shared().nullNode() : node;
    }
}
