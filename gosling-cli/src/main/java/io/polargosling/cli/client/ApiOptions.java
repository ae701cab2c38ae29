package io.polargosling.cli.client;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that calls the control plane. */
public final class ApiOptions {

    private static final String URL = "GOSLING_API_URL";
    private static final String KEY = "GOSLING_API_KEY";
    private static final int MAX_KEY = 4096;

    private final Map<String, String> variables;
    private final ApiCalls.Pause pause;

    @Option(names = "--api-url", paramLabel = "URL", description = "The control plane. Default: $" + URL + ".")
    private @Nullable URI url;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "A file with the API token alone in it. Default: the token in $" + KEY + ".")
    private @Nullable Path keyFile;

    @Option(
            names = "--timeout",
            defaultValue = "30s",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long one call may take. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(30);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** The options, to be filled from a command line and else from the process's environment. */
    public ApiOptions(Map<String, String> variables) {
        this(variables, Thread::sleep);
    }

    /** @param pause between tries of one call */
    ApiOptions(Map<String, String> variables, ApiCalls.Pause pause) {
        this.variables = Map.copyOf(variables);
        this.pause = pause;
    }

    /**
     * The calls to the control plane that is named.
     *
     * @throws ParameterException when none is, or no token, or one that cannot be
     * @throws InvalidException when the token would be readable on the way
     */
    public ApiCalls calls() {
        var base = url == null ? fromVariable() : url;
        if (!isSafe(base)) {
            throw new InvalidException("API URL \"" + base + "\" (expected: https://HOST, or http:// to this machine)");
        }
        return new ApiCalls(ApiClient.of(base, timeout), key(), pause);
    }

    private static boolean isSafe(URI base) {
        try {
            return "https".equals(base.getScheme())
                    || ("http".equals(base.getScheme())
                            && base.getHost() != null
                            && InetAddress.getByName(base.getHost()).isLoopbackAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private URI fromVariable() {
        try {
            return URI.create(given(URL, "--api-url URL"));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), URL + " is no URL", e);
        }
    }

    private SecretValue key() {
        var text = keyFile == null ? given(KEY, "--api-key-file FILE") : read(keyFile);
        if (!text.matches("[\\x21-\\x7e]{1," + MAX_KEY + "}")) {
            throw new ParameterException(
                    spec.commandLine(), "the API token is empty or has characters that no token has");
        }
        return SecretValue.of(text);
    }

    private String given(String variable, String option) {
        var value = variables.getOrDefault(variable, "").strip();
        if (value.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "missing: " + option + ", or " + variable);
        }
        return value;
    }

    private String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "reading " + file + ": it cannot be read", e);
        }
    }
}
