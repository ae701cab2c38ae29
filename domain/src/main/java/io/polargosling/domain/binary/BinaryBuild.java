package io.polargosling.domain.binary;

import io.polargosling.domain.problem.InvalidException;
import java.util.regex.Pattern;

/**
 * A version of a program for one platform.
 *
 * @param version semantic, such as {@code 1.12.6} or {@code 2.0.0-rc1}
 * @param platform operating system and processor, such as {@code linux-amd64}
 */
public record BinaryBuild(String version, String platform) {

    private static final Pattern VERSION =
            Pattern.compile("[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}([-+][0-9A-Za-z.+-]{1,64})?");
    private static final Pattern PLATFORM = Pattern.compile("[a-z0-9]{1,16}-[a-z0-9]{1,16}");

    /** @throws InvalidException when one of the two has not its form */
    public BinaryBuild {
        if (!VERSION.matcher(version).matches()) {
            throw new InvalidException(
                    "version \"" + version + "\" (expected: a semantic version such as 1.12.6 or 2.0.0-rc1)");
        }
        if (!PLATFORM.matcher(platform).matches()) {
            throw new InvalidException(
                    "platform \"" + platform + "\" (expected: system and processor, such as linux-amd64)");
        }
    }

    @Override
    public String toString() {
        return version + " " + platform;
    }
}
