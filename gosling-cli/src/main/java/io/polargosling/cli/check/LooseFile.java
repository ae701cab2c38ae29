package io.polargosling.cli.check;

import io.polargosling.cli.files.GivenFiles;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.fly.Fly;
import io.polargosling.fly.decode.SharedScope;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.source.SourceFile;
import io.polargosling.nest.SingleFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file on its own, in no Nest. */
final class LooseFile {

    private LooseFile() {}

    /**
     * What the files beside one that declares for all see of it.
     *
     * @throws UnavailableException when it cannot be read
     */
    static SharedScope shared(Path path) {
        return Fly.decodeShared(read(path, path.toString())).value().orElse(SharedScope.empty());
    }

    /**
     * What is wrong with it, as far as it alone tells.
     *
     * @throws UnavailableException when it cannot be read
     */
    static List<Problem> check(Path path, String name, SharedScope shared) {
        SourceFile file = read(path, name);
        boolean declares = path.endsWith("variables.fly");
        return SingleFile.check(file, declares ? SharedScope.empty() : shared).stream()
                .map(LooseFile::problem)
                .toList();
    }

    private static SourceFile read(Path path, String name) {
        try {
            return SourceFile.of(name, GivenFiles.read(path));
        } catch (IOException e) {
            throw new UnavailableException("reading \"" + name + "\": " + GivenFiles.reason(e), e);
        }
    }

    private static Problem problem(Diagnostic diagnostic) {
        var start = diagnostic.range().start();
        var finding = new Finding(
                diagnostic.isError() ? Severity.ERROR : Severity.WARNING,
                diagnostic.code(),
                new Place(diagnostic.range().file().name(), start.line(), start.column()),
                "",
                diagnostic.summary() + ": " + diagnostic.detail(),
                diagnostic.suggestion());
        return new Problem(finding, Optional.of(diagnostic));
    }
}
