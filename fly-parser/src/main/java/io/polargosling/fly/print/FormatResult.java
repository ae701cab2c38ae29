package io.polargosling.fly.print;

import io.polargosling.fly.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * What became of a file that was to be formatted.
 *
 * @param text absent exactly when a diagnostic is an error: a file that is not understood is better left alone
 * @param diagnostics in source order
 */
public record FormatResult(Optional<String> text, List<Diagnostic> diagnostics) {

    public FormatResult {
        diagnostics = List.copyOf(diagnostics);
    }
}
