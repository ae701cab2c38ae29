package io.polargosling.fly.decode;

import io.polargosling.fly.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * What became of a file.
 *
 * @param value complete, defaults filled; present exactly when no diagnostic is an error
 * @param diagnostics of all stages, in source order
 */
public record DecodeResult<T>(Optional<T> value, List<Diagnostic> diagnostics) {

    public DecodeResult {
        diagnostics = List.copyOf(diagnostics);
    }
}
