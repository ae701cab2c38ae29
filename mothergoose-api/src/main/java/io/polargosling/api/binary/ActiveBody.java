package io.polargosling.api.binary;

import io.polargosling.domain.binary.ActiveVersion;
import io.polargosling.domain.binary.BinaryName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The active version of a program.
 *
 * @param previous what a rollback goes back to; null when nothing was active before
 */
record ActiveBody(
        String binaryName,
        String version,
        @Nullable String previous,
        Instant changedAt,
        String changedBy,
        List<BinaryBody> builds) {

    ActiveBody {
        builds = List.copyOf(builds);
    }

    static ActiveBody of(BinaryName binary, ActiveVersion active) {
        return new ActiveBody(
                binary.word(),
                active.version(),
                active.previous().orElse(null),
                active.row().changedAt(),
                active.row().changedBy(),
                active.builds().stream()
                        .map(build -> BinaryBody.of(build, true))
                        .toList());
    }
}
