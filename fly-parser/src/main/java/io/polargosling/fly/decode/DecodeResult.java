package io.polargosling.fly.decode;

import io.polargosling.fly.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a file.
 *
 * @param value complete, defaults filled; present exactly when no diagnostic is an error
 * @param diagnostics of all stages, in source order
 * @param sensitive paths of the attributes into which a sensitive variable went, such as {@code runner.tags} or
 *     {@code fallback.0.region}: types of blocks, behind that of one that may be repeated its number, and the attribute
 */
public record DecodeResult<T>(Optional<T> value, List<Diagnostic> diagnostics, Set<String> sensitive) {

    public DecodeResult {
        diagnostics = List.copyOf(diagnostics);
        sensitive = Set.copyOf(sensitive);
    }

    /** One of which everything may be shown. */
    public DecodeResult(Optional<T> value, List<Diagnostic> diagnostics) {
        this(value, diagnostics, Set.of());
    }
}
