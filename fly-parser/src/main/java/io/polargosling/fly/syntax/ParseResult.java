package io.polargosling.fly.syntax;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.source.SourceRange;
import java.util.List;

/**
 * What became of a file's text.
 *
 * @param body the tree; of a file with errors what could be read of it
 * @param complete false when items were lost or may stand in the wrong block, so that what is missing proves nothing
 * @param diagnostics in source order
 * @param hidden stretches that must not be shown, because they stand beside the name of a secret
 */
public record ParseResult(
        SourceFile file, Body body, boolean complete, List<Diagnostic> diagnostics, List<SourceRange> hidden) {

    public ParseResult {
        diagnostics = List.copyOf(diagnostics);
        hidden = List.copyOf(hidden);
    }

    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(Diagnostic::isError);
    }
}
