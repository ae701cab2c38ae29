package io.polargosling.worker.binary;

import io.polargosling.domain.binary.ActiveVersion;
import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.object.VerifiedStream;
import io.polargosling.domain.problem.NotFoundException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Chooses the version of a program: the one asked for, else the active one, else that of this machine.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException} when the library does not answer,
 * which is no reason to fail for good.
 */
public final class StoredPrograms {

    private final BinaryLibrary library;
    private final ProgramCache cache;
    private final String platform;

    private StoredPrograms(BinaryLibrary library, ProgramCache cache, String platform) {
        this.library = library;
        this.cache = cache;
        this.platform = platform;
    }

    /**
     * Of this host.
     *
     * @param folder of its copies
     * @param keep how many copies of each program stay
     */
    public static StoredPrograms of(BinaryLibrary library, Path folder, int keep, InstantSource clock) {
        return new StoredPrograms(library, new ProgramCache(folder, library, keep, clock), platform());
    }

    /** The program to start, verified. */
    public ProgramChoice choose(BinaryName binary, Optional<String> asked) {
        var wanted = asked.or(() -> library.active(binary).map(ActiveVersion::version));
        if (wanted.isEmpty()) {
            return new ProgramChoice.OfMachine();
        }
        var version = wanted.get();
        var build = library.stored(binary, version, platform);
        if (build.isEmpty()) {
            return new ProgramChoice.Unavailable(
                    version,
                    binary.word() + " " + version + " is not stored for " + platform
                            + "; upload it, or ask for another version");
        }
        try {
            return new ProgramChoice.Stored(cache.get(build.get()));
        } catch (NotFoundException | VerifiedStream.MismatchException e) {
            return new ProgramChoice.Unavailable(
                    version,
                    binary.word() + " " + version + " for " + platform + " cannot be used: " + e.getMessage()
                            + "; upload it again");
        }
    }

    /** This host as builds call it, such as {@code linux-amd64}. */
    public static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String os = system.startsWith("mac") ? "darwin" : system.startsWith("windows") ? "windows" : system;
        String arch = switch (processor) {
            case "x86_64", "amd64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> processor;
        };
        return os + "-" + arch;
    }
}
