package io.polargosling.cli.list;

import io.polargosling.cli.client.ApiOptions;
import io.polargosling.cli.client.ApiSession;
import io.polargosling.cli.client.RefusedCallException;
import io.polargosling.cli.print.ExitCode;
import java.util.Locale;
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

/** {@code gosling list}. */
@Command(name = "list", description = "Prints the names of what there is, one a line, for scripts.")
public final class ListCommand implements Callable<Integer> {

    /** What can be listed, and which of its fields names it. */
    enum What {
        EGGS("name"),
        JOBS("name"),
        RUNNERS("id");

        private final String naming;

        What(String naming) {
            this.naming = naming;
        }
    }

    @Parameters(index = "0", paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}.")
    private What what = What.EGGS;

    @Option(
            names = "--field",
            paramLabel = "PATH",
            description = "Prints this field of each instead, such as schedule; with dots into what a field holds.")
    private @Nullable String field;

    @Mixin
    private final ApiOptions api;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private ListCommand(ApiOptions api) {
        this.api = api;
    }

    /** The command, to be filled from a command line; {@code variables} are this process's environment. */
    public static ListCommand with(Map<String, String> variables) {
        return new ListCommand(new ApiOptions(variables));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            new ApiSession(api.calls())
                    .list("/" + what.name().toLowerCase(Locale.ROOT))
                    .forEach(this::print);
            return ExitCode.DONE;
        } catch (RefusedCallException e) {
            spec.commandLine().getErr().println("gosling: " + e.getMessage());
            return e.exitCode();
        }
    }

    private void print(JsonNode item) {
        JsonNode value = item;
        for (String step : (field == null ? what.naming : field).split("\\.", -1)) {
            value = value.path(step);
        }
        spec.commandLine()
                .getOut()
                .println(
                        value.isMissingNode() || value.isNull()
                                ? ""
                                : value.isString() ? value.stringValue() : value.toString());
    }
}
