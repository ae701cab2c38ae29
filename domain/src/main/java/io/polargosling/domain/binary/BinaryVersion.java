package io.polargosling.domain.binary;

import java.time.Instant;
import java.util.Optional;

/**
 * A stored build of a program.
 *
 * @param source where it came from, such as {@code upload}, on one line
 * @param content where its bytes are and what they must hash to
 * @param activatedAt when it was last made the active one; empty when it never was
 */
public record BinaryVersion(
        BinaryName binary,
        BinaryBuild build,
        String source,
        Content content,
        Added added,
        Optional<Instant> activatedAt) {

    /**
     * A file in the object store.
     *
     * @param sha256 64 hexadecimal digits
     */
    public record Content(String path, String sha256) {}

    /** When a build was stored, and by whom. */
    public record Added(Instant at, String by) {}

    /** Its identity, which its content is part of. */
    public BinaryId id() {
        return BinaryId.of(content.sha256(), build.version(), source, build.platform());
    }

    /** This build made active at {@code now}. */
    public BinaryVersion activated(Instant now) {
        return new BinaryVersion(binary, build, source, content, added, Optional.of(now));
    }
}
