package io.polargosling.nest;

import io.polargosling.domain.problem.Finding;
import io.polargosling.fly.diagnostic.Diagnostic;
import java.util.List;

/**
 * What is wrong with some files.
 *
 * @param findings by file and place
 * @param diagnostics those of the findings that have a place in a file (a line above 0), with what a source line needs;
 *     same order
 */
public record CheckedFiles(List<Finding> findings, List<Diagnostic> diagnostics) {

    public CheckedFiles {
        findings = List.copyOf(findings);
        diagnostics = List.copyOf(diagnostics);
    }

    public boolean hasErrors() {
        return findings.stream().anyMatch(Finding::isError);
    }
}
