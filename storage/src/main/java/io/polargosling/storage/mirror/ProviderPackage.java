package io.polargosling.storage.mirror;

import io.polargosling.domain.binary.SemanticVersion;
import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.problem.InvalidException;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A provider for one platform, as a zip file.
 *
 * @param version semantic, without build metadata
 * @param platform such as {@code linux_amd64}
 * @param digest of the zip file
 * @param size of the zip file, in bytes
 */
public record ProviderPackage(ProviderAddress provider, String version, String platform, Sha256 digest, long size)
        implements Comparable<ProviderPackage> {

    /** What all keys of the cache begin with. */
    static final String FOLDER = "terraform-plugins/";

    private static final Pattern PLATFORM = Pattern.compile("[a-z0-9]{1,32}_[a-z0-9]{1,32}");
    private static final Comparator<ProviderPackage> ORDER = Comparator.comparing(ProviderPackage::provider)
            .thenComparing(ProviderPackage::version)
            .thenComparing(ProviderPackage::platform);

    public ProviderPackage {
        if (SemanticVersion.parse(version).isEmpty() || version.contains("+")) {
            throw new InvalidException("reading provider " + provider + ": version \"" + version
                    + "\" (expected: a semantic version such as 6.62.0)");
        }
        requirePlatform(platform);
        if (size < 0) {
            throw new InvalidException(
                    "reading provider " + provider + ": size " + size + " (expected: 0 or more bytes)");
        }
    }

    /**
     * Gives {@code platform} back.
     *
     * @throws InvalidException when it is none
     */
    public static String requirePlatform(String platform) {
        if (!PLATFORM.matcher(platform).matches()) {
            throw new InvalidException("reading a platform: \"" + platform.substring(0, Math.min(80, platform.length()))
                    + "\" (expected: a form such as linux_amd64)");
        }
        return platform;
    }

    /** The name of the zip file, as in a packed filesystem mirror. */
    public String file() {
        return "terraform-provider-" + provider.type() + "_" + version + "_" + platform + ".zip";
    }

    /** Where the zip file lies. Registries are not told apart here: the list says which one is meant. */
    public ObjectKey key() {
        return ObjectKey.of(FOLDER + provider.namespace() + "/" + provider.type() + "/" + version + "/" + file());
    }

    @Override
    public int compareTo(ProviderPackage other) {
        return ORDER.compare(this, other);
    }

    /** What people call it. */
    @Override
    public String toString() {
        return provider + " " + version + " " + platform;
    }
}
