package io.polargosling.cli.parse;

import io.polargosling.cli.files.Checkout;
import io.polargosling.cli.files.GivenFiles;
import io.polargosling.cli.files.NestPath;
import io.polargosling.fly.Fly;
import io.polargosling.fly.decode.SharedScope;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.eval.Inputs;
import io.polargosling.fly.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What files see besides themselves: the variables of the command line, and what the Nest around them says. Read once for
 * each Nest.
 */
final class GivenValues {

    private static final String SHARED_FILE = "variables.fly";

    /**
     * @param diagnostics of the shared file and of what was given, for the one that asked first
     */
    record Seen(SharedScope scope, List<Diagnostic> diagnostics) {

        Seen {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    private final List<SourceFile> variableFiles;
    private final List<String> assignments;
    private final Map<Optional<Path>, SharedScope> scopes = new HashMap<>();

    /** @param assignments each {@code NAME=VALUE} */
    GivenValues(List<SourceFile> variableFiles, List<String> assignments) {
        this.variableFiles = List.copyOf(variableFiles);
        this.assignments = List.copyOf(assignments);
    }

    /**
     * What the file at a path sees; empty for a text from elsewhere.
     *
     * @throws IOException when the Nest's shared file is there and cannot be read
     */
    Seen around(Optional<Path> file) throws IOException {
        Optional<Path> root = file.flatMap(NestPath::rootOf);
        Optional<Path> shared = root.map(folder -> folder.resolve(SHARED_FILE)).filter(Files::isRegularFile);
        if (shared.isPresent()
                && shared.equals(file.map(path -> path.toAbsolutePath().normalize()))) {
            // It would meet its own declarations.
            var diagnostics = new ArrayList<Diagnostic>();
            return new Seen(SharedScope.of(inputs(root, diagnostics)), diagnostics);
        }
        SharedScope known = scopes.get(root);
        if (known != null) {
            return new Seen(known, List.of());
        }
        var diagnostics = new ArrayList<Diagnostic>();
        Inputs inputs = inputs(root, diagnostics);
        SharedScope scope = SharedScope.of(inputs);
        if (shared.isPresent()) {
            var decoded =
                    Fly.decodeShared(SourceFile.of(shared.get().toString(), GivenFiles.read(shared.get())), inputs);
            diagnostics.addAll(decoded.diagnostics());
            scope = decoded.value().orElse(scope);
        }
        scopes.put(root, scope);
        return new Seen(scope, diagnostics);
    }

    private Inputs inputs(Optional<Path> root, List<Diagnostic> diagnostics) {
        Inputs base = root.map(Checkout::of)
                .map(checkout -> Inputs.none().withNest(checkout.name(), checkout.commit()))
                .orElse(Inputs.none());
        var read = Fly.readInputs(base, variableFiles, assignments);
        diagnostics.addAll(read.diagnostics());
        return read.value().orElse(base);
    }
}
