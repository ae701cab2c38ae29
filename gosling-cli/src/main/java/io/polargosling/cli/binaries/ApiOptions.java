package io.polargosling.cli.binaries;

import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.OutputFormat;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The options of every command that calls the control plane, and how such a command ends. */
final class ApiOptions {

    private static final JsonMapper JSON = new JsonMapper();

    @Option(names = "--api-url", paramLabel = "URL", description = "The control plane's API. Default: GOSLING_API_URL.")
    private @Nullable URI url;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "Holds the API token. Default: the token itself in GOSLING_API_KEY.")
    private @Nullable Path keyFile;

    @Option(
            names = "--timeout",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "Of one call. Default: ${DEFAULT-VALUE}.")
    private int timeout = 30;

    @Option(
            names = "--output",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TEXT;

    private final Map<String, String> variables;
    private final ControlPlane.Pause pause;

    ApiOptions(Map<String, String> variables, ControlPlane.Pause pause) {
        this.variables = Map.copyOf(variables);
        this.pause = pause;
    }

    /** What a command does with the control plane, and how that is shown as text. */
    @FunctionalInterface
    interface Work {
        Result with(ControlPlane api) throws RefusedException, InterruptedException;
    }

    /**
     * What came of it.
     *
     * @param json the {@code result} of the document
     * @param text for people
     */
    record Result(JsonNode json, String text) {}

    /** Does the work of {@code command} and prints the result; gives the exit status. */
    int run(CommandLine command, Work work) throws InterruptedException {
        String name = command.getCommandSpec().qualifiedName().replace("gosling ", "");
        try {
            var result = work.with(connect(command));
            command.getOut().println(output == OutputFormat.JSON ? document(name, result.json(), "") : result.text());
            return ExitCode.DONE;
        } catch (RefusedException e) {
            return failed(command, name, e.getMessage(), e.exitCode());
        } catch (InvalidException e) {
            return failed(command, name, e.getMessage(), ExitCode.FAILED);
        }
    }

    private int failed(CommandLine command, String name, String why, int code) {
        command.getErr().println("gosling: " + why);
        if (output == OutputFormat.JSON) {
            command.getOut().println(document(name, JSON.nullNode(), why));
        }
        return code;
    }

    private static String document(String name, JsonNode result, String error) {
        var document = JSON.createObjectNode();
        document.put("command", name);
        document.put("ok", error.isEmpty());
        document.set("result", result);
        document.putArray("findings");
        document.put("error", error.isEmpty() ? null : error);
        return document.toPrettyString();
    }

    private ControlPlane connect(CommandLine command) {
        var base = url == null ? variables.getOrDefault("GOSLING_API_URL", "") : url.toString();
        if (base.isEmpty()) {
            throw new ParameterException(command, "--api-url is needed, or GOSLING_API_URL");
        }
        if (timeout < 1) {
            throw new ParameterException(command, "--timeout: expected at least 1 second");
        }
        try {
            return new ControlPlane(URI.create(base), key(command), Duration.ofSeconds(timeout), pause);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, "GOSLING_API_URL is no URL", e);
        }
    }

    private SecretValue key(CommandLine command) {
        if (keyFile == null) {
            String key = variables.getOrDefault("GOSLING_API_KEY", "").strip();
            if (key.isEmpty()) {
                throw new ParameterException(command, "--api-key-file is needed, or GOSLING_API_KEY");
            }
            return SecretValue.of(key);
        }
        try {
            return SecretValue.of(Files.readString(keyFile).strip());
        } catch (IOException e) {
            throw new InvalidException("reading the API token from " + keyFile + ": " + e.getMessage());
        }
    }
}
