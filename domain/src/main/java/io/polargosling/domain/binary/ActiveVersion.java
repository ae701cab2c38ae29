package io.polargosling.domain.binary;

import java.util.List;
import java.util.Optional;

/**
 * The version of a program that is used where nothing else is asked for.
 *
 * @param row the pointer as read
 * @param builds those of this version, by platform
 * @param previous the version a rollback goes back to
 */
public record ActiveVersion(ActiveBinary row, String version, List<BinaryVersion> builds, Optional<String> previous) {

    public ActiveVersion {
        builds = List.copyOf(builds);
    }
}
