package io.polargosling.cli.client;

import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.OutputFormat;
import io.polargosling.domain.problem.GoslingException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The options of a command that shows what the control plane says, as text or as the one document, and how it ends. */
public final class ApiReport {

    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private final ApiOptions api;

    @Option(
            names = "--output",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TEXT;

    /** @param variables this process's environment */
    public ApiReport(Map<String, String> variables) {
        this(variables, Thread::sleep);
    }

    /** @param pause between tries of one call */
    public ApiReport(Map<String, String> variables, ApiCalls.Pause pause) {
        this.api = new ApiOptions(variables, pause);
    }

    /** What a command does. */
    @FunctionalInterface
    public interface Work {

        /** The outcome. */
        Shown with(ApiSession session) throws RefusedCallException, InterruptedException;
    }

    /**
     * What came of it.
     *
     * @param exitCode what the command ends with
     * @param result for programs
     * @param text for people; may be empty
     * @param error null when all is well
     */
    public record Shown(
            int exitCode,
            JsonNode result,
            String text,
            @Nullable String error) {

        /** All is well. */
        public static Shown done(JsonNode result, String text) {
            return new Shown(ExitCode.DONE, result, text, null);
        }
    }

    /** True when people read it. */
    public boolean isText() {
        return output == OutputFormat.TEXT;
    }

    /** Does the work and prints its outcome, also when that is a problem; gives the exit status. */
    public int run(CommandLine command, Work work) throws InterruptedException {
        try {
            return print(command, work.with(new ApiSession(api.calls())));
        } catch (RefusedCallException e) {
            return print(command, new Shown(e.exitCode(), JSON.nullNode(), "", e.getMessage()));
        } catch (GoslingException e) {
            return print(command, new Shown(ExitCode.of(e), JSON.nullNode(), "", String.valueOf(e.getMessage())));
        }
    }

    private int print(CommandLine command, Shown shown) {
        if (output == OutputFormat.JSON) {
            var document = JSON.createObjectNode();
            document.put("command", command.getCommandSpec().qualifiedName().replace("gosling ", ""));
            document.put("ok", shown.error() == null);
            document.set("result", shown.result());
            document.putArray("findings");
            document.put("error", shown.error());
            command.getOut().println(document.toPrettyString());
        } else {
            if (!shown.text().isEmpty()) {
                command.getOut().println(shown.text());
            }
            if (shown.error() != null) {
                command.getErr().println("gosling: " + shown.error());
            }
        }
        return shown.exitCode();
    }
}
