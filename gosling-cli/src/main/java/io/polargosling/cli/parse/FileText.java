package io.polargosling.cli.parse;

import io.polargosling.fly.Fly;
import io.polargosling.fly.decode.FileKind;
import io.polargosling.fly.decode.SharedScope;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.eval.EvaluatedBlock;
import io.polargosling.fly.eval.EvaluatedFile;
import io.polargosling.fly.source.SourceFile;
import io.polargosling.nest.NestRules;
import io.polargosling.nest.SingleFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A file as JSON.
 *
 * @param json ended by a line break; present exactly when no diagnostic is an error
 */
record FileText(Optional<String> json, List<Diagnostic> diagnostics) {

    FileText {
        diagnostics = List.copyOf(diagnostics);
    }

    /** Every expression evaluated and nothing else asked of the file, but that it be of {@code type} when one is given. */
    static FileText raw(SourceFile file, SharedScope scope, Optional<FileType> type) {
        var evaluated = Fly.evaluate(file, scope);
        var diagnostics = new ArrayList<>(evaluated.diagnostics());
        Optional<EvaluatedFile> value = evaluated.value();
        if (value.isPresent() && type.isPresent() && !has(value.get(), type.get())) {
            diagnostics.add(wrongType(file, value.get(), type.get()));
            value = Optional.empty();
        }
        return new FileText(value.map(Fly::toJson), diagnostics);
    }

    /** Read as a file of {@code type}, else of what its block says. */
    static FileText typed(SourceFile file, SharedScope scope, Optional<FileType> type) {
        Optional<FileKind> kind = type.map(FileType::kind).or(() -> SingleFile.kindOf(file));
        if (kind.isEmpty()) {
            var diagnostics = new ArrayList<>(SingleFile.check(file, scope));
            if (diagnostics.stream().noneMatch(Diagnostic::isError)) {
                diagnostics.add(Diagnostic.error(
                        "missing-block",
                        "Missing block",
                        "The file has no block that can be decoded (expected one of: %s)."
                                .formatted(String.join(", ", FileKind.words())),
                        file.range(0, 0)));
            }
            return new FileText(Optional.empty(), diagnostics);
        }
        // Where secrets lie that are not named is said by the installation; here its defaults are known.
        var typed = SingleFile.typed(file, kind.get(), scope, NestRules.defaults());
        return new FileText(typed.json().map(json -> json + "\n"), typed.diagnostics());
    }

    private static boolean has(EvaluatedFile file, FileType type) {
        return file.blocks().stream().anyMatch(block -> block.type().equals(type.toString()));
    }

    private static Diagnostic wrongType(SourceFile file, EvaluatedFile value, FileType type) {
        var found = new TreeSet<String>();
        value.blocks().stream().map(EvaluatedBlock::type).forEach(found::add);
        return Diagnostic.error(
                "wrong-type",
                "Another type of file",
                "The file has no block \"%s\", which --type asks for; found: %s."
                        .formatted(type, found.isEmpty() ? "none" : String.join(", ", found)),
                file.range(0, 0));
    }
}
