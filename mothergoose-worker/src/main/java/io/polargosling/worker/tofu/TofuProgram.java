package io.polargosling.worker.tofu;

import io.polargosling.domain.problem.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Where the OpenTofu program is and which version it says it has; found at first use, never something else instead. */
public final class TofuProgram {

    private final Map<String, String> environment;
    private @Nullable Found found;

    /**
     * The program and its version.
     *
     * @param path absolute
     */
    public record Found(Path path, String version) {}

    /** @param environment where {@code TOFU_BINARY} and {@code PATH} are looked up */
    public TofuProgram(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The program.
     *
     * @throws UnavailableException when there is none, or it does not tell its version
     */
    public synchronized Found find() {
        if (found == null) {
            var path = locate();
            found = new Found(path, askVersion(path));
        }
        return found;
    }

    private Path locate() {
        var named = environment.get("TOFU_BINARY");
        if (named != null && !named.isBlank()) {
            var path = Path.of(named).toAbsolutePath();
            if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
                throw new UnavailableException("looking for OpenTofu: TOFU_BINARY names " + path
                        + ", which is no executable file; set it to one or unset it");
            }
            return path;
        }
        return SearchPath.find(environment.getOrDefault("PATH", ""), "tofu")
                .orElseThrow(() -> new UnavailableException("looking for OpenTofu: there is no tofu on the PATH and"
                        + " TOFU_BINARY is not set; install it, or build it with \"make tofu\""));
    }

    private String askVersion(Path path) {
        try {
            var process = new ProcessBuilder(path.toString(), "version", "-json")
                    .redirectErrorStream(false)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            process.environment().remove("TF_CLI_CONFIG_FILE");
            var running = process.start();
            running.getOutputStream().close();
            // Waited for before it is read, since reading one that hangs would never end.
            if (!running.waitFor(20, TimeUnit.SECONDS) || running.exitValue() != 0) {
                running.destroyForcibly();
                throw new UnavailableException("asking " + path + " for its version: it did not answer");
            }
            var output = running.getInputStream().readAllBytes();
            return Optional.ofNullable(JsonMapper.shared().readTree(output).get("terraform_version"))
                    .map(node -> node.asString())
                    .orElseThrow(() -> new UnavailableException(
                            "asking " + path + " for its version: no version in" + " its answer"));
        } catch (IOException | JacksonException e) {
            throw new UnavailableException("asking " + path + " for its version: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("asking " + path + " for its version: interrupted", e);
        }
    }
}
