package io.polargosling.cli.check;

import io.polargosling.domain.problem.Finding;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.TextRenderer;
import io.polargosling.nest.NestFiles;
import io.polargosling.nest.NestReader;
import io.polargosling.nest.NestRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was found in one Nest.
 *
 * @param eggs how many it has, broken ones included
 */
record CheckedNest(int eggs, List<Problem> problems) {

    /** A finding, with its source line when it has one. */
    record Problem(Finding finding, Optional<Diagnostic> diagnostic) {

        /** For a terminal; ended by a line break. */
        String text() {
            return diagnostic.map(TextRenderer::render).orElseGet(() -> {
                var out = new StringBuilder()
                        .append(finding.place())
                        .append(": ")
                        .append(finding.severity().name().toLowerCase(Locale.ROOT))
                        .append(": ")
                        .append(finding.message())
                        .append(" [")
                        .append(finding.code())
                        .append("]\n");
                finding.advice()
                        .ifPresent(advice -> out.append("  ").append(advice).append('\n'));
                return out.toString();
            });
        }
    }

    CheckedNest {
        problems = List.copyOf(problems);
    }

    /** Reads the whole Nest, whose rules cross files, and keeps what concerns the paths. */
    static CheckedNest read(Path root, List<NestPath> paths) {
        // Of the installation the files will meet, only its own defaults are known here.
        var nest = NestReader.read(NestFiles.ofDirectory(root), NestRules.defaults());
        var diagnostics = nest.diagnostics().iterator();
        var problems = new ArrayList<Problem>();
        for (Finding finding : nest.findings()) {
            boolean ofFile = finding.place().line() == 0;
            var problem = new Problem(finding, ofFile ? Optional.empty() : Optional.of(diagnostics.next()));
            if (paths.stream().anyMatch(path -> path.covers(finding.place().file()))) {
                problems.add(problem);
            }
        }
        return new CheckedNest(nest.eggs().size() + nest.broken().size(), problems);
    }
}
