package io.polargosling.worker.tofu;

import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.worker.binary.ProgramChoice;
import io.polargosling.worker.binary.StoredProgram;
import io.polargosling.worker.binary.StoredPrograms;
import io.polargosling.worker.inventory.SearchPath;
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
    private final @Nullable StoredPrograms stored;
    private @Nullable Found found;

    /**
     * The program and its version.
     *
     * @param path absolute
     * @param copy what it must be each time it is started; empty for the program of this machine
     */
    public record Found(Path path, String version, Optional<StoredProgram> copy) {

        /** The program of this machine. */
        public Found(Path path, String version) {
            this(path, version, Optional.empty());
        }

        /**
         * Checks that it may be started.
         *
         * @throws UnavailableException when it is not what was stored
         */
        void requireWhole(EggName egg) {
            if (copy.filter(program -> !program.isWhole()).isPresent()) {
                throw new UnavailableException("starting OpenTofu for egg \"" + egg + "\": " + path
                        + " is not the OpenTofu " + version + " that was stored; it is fetched again for the next run");
            }
        }
    }

    /** What asking for a version gives. */
    sealed interface Choice {
        /** This one. */
        record Usable(Found program) implements Choice {}

        /**
         * There is none that may be started.
         *
         * @param reason begins with {@code version-unavailable}
         */
        record Unusable(String reason) implements Choice {}
    }

    /** @param environment where {@code TOFU_BINARY} and {@code PATH} are looked up */
    public TofuProgram(Map<String, String> environment) {
        this(environment, null);
    }

    /** @param stored versions that go before the program of this machine; null when none are */
    public TofuProgram(Map<String, String> environment, @Nullable StoredPrograms stored) {
        this.environment = Map.copyOf(environment);
        this.stored = stored;
    }

    /**
     * The program for one who asks for a version, or for none; the one of this machine when it has just that version and
     * the library has not.
     *
     * @throws UnavailableException as {@link #find}, and when the library does not answer
     */
    Choice choose(Optional<String> version) {
        if (stored == null) {
            return new Choice.Usable(find());
        }
        return switch (stored.choose(BinaryName.OPENTOFU, version)) {
            case ProgramChoice.Stored(StoredProgram program) ->
                new Choice.Usable(new Found(program.path(), program.version(), Optional.of(program)));
            case ProgramChoice.OfMachine() -> new Choice.Usable(find());
            case ProgramChoice.Unavailable(String wanted, String reason) ->
                version.isPresent() && ofMachine().filter(wanted::equals).isPresent()
                        ? new Choice.Usable(find())
                        : new Choice.Unusable("version-unavailable: " + reason);
        };
    }

    /** The version of the program of this machine; empty when there is none. */
    public Optional<String> ofMachine() {
        try {
            return Optional.of(find().version());
        } catch (UnavailableException e) {
            return Optional.empty();
        }
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
