package io.polargosling.api.binary;

import io.polargosling.domain.binary.BinaryVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored build.
 *
 * @param s3Path its key in the object store
 * @param activatedAt when its version was last made the active one; null when it never was
 * @param active whether its version is the active one
 */
record BinaryBody(
        String binaryName,
        String versionId,
        String version,
        String osArch,
        String source,
        String s3Path,
        String sha256Hash,
        Instant downloadedAt,
        String uploadedBy,
        @Nullable Instant activatedAt,
        boolean active) {

    static BinaryBody of(BinaryVersion stored, boolean active) {
        return new BinaryBody(
                stored.binary().word(),
                stored.id().value(),
                stored.build().version(),
                stored.build().platform(),
                stored.source(),
                stored.content().path(),
                stored.content().sha256(),
                stored.added().at(),
                stored.added().by(),
                stored.activatedAt().orElse(null),
                active);
    }
}
