package io.polargosling.domain.binary;

import io.polargosling.domain.problem.InvalidException;
import java.util.Set;
import java.util.TreeSet;

/**
 * A version of a program for one platform.
 *
 * @param version semantic, such as {@code 1.12.6} or {@code 2.0.0-rc1}
 * @param platform operating system and processor, one of {@link #PLATFORMS}
 */
public record BinaryBuild(String version, String platform) {

    /** All there may be builds for. */
    public static final Set<String> PLATFORMS =
            Set.of("linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64", "windows-amd64");

    private static final int SHOWN = 80;

    /** @throws InvalidException when one of the two has not its form */
    public BinaryBuild {
        SemanticVersion.of(version);
        if (!PLATFORMS.contains(platform)) {
            throw new InvalidException("platform \"" + platform.substring(0, Math.min(SHOWN, platform.length()))
                    + "\" (expected: one of " + new TreeSet<>(PLATFORMS) + ")");
        }
    }

    /** The version as one that can be compared. */
    public SemanticVersion semanticVersion() {
        return SemanticVersion.of(version);
    }

    @Override
    public String toString() {
        return version + " " + platform;
    }
}
