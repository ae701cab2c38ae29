package io.polargosling.fly.syntax;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.source.SourceDefect;
import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.source.SourceRange;

/** Says what is wrong with the bytes of a file. */
final class Defects {

    private Defects() {}

    static void report(SourceFile file, Diagnostics diagnostics) {
        for (SourceDefect defect : file.defects()) {
            diagnostics.add(describe(file, defect));
        }
    }

    private static Diagnostic describe(SourceFile file, SourceDefect defect) {
        SourceRange range = file.range(defect.startOffset(), defect.endOffset());
        return switch (defect.kind()) {
            case INVALID_UTF8 ->
                Diagnostic.error(
                        "invalid-utf8",
                        "Invalid UTF-8",
                        "These bytes are not UTF-8 (expected: a file in UTF-8).",
                        range);
            case NUL ->
                Diagnostic.error(
                        "nul",
                        "NUL in file",
                        "A file must not hold the character U+0000, not even in a comment.",
                        range);
            case TOO_LARGE ->
                Diagnostic.error(
                        "too-large",
                        "File too large",
                        "The file was not read: it is larger than %d bytes.".formatted(SourceFile.MAX_BYTES),
                        range);
        };
    }
}
