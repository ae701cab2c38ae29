package io.polargosling.nest;

import io.polargosling.fly.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * One file as its typed configuration.
 *
 * @param json one line of JSON: blocks and attributes of the language with defaults filled, sizes in bytes, durations in
 *     seconds, keys sorted, absent values left out, secrets as URIs, sensitive values as {@code "***"}; present exactly
 *     when no diagnostic is an error
 * @param diagnostics in source order
 */
public record TypedFile(Optional<String> json, List<Diagnostic> diagnostics) {

    public TypedFile {
        diagnostics = List.copyOf(diagnostics);
    }
}
