package io.polargosling.cli.parse;

import io.polargosling.cli.print.JsonText;
import io.polargosling.fly.Fly;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.source.SourceFile;
import java.util.List;

/**
 * Whether a file is one by its syntax alone.
 *
 * @param errors none for a file that is accepted
 * @param diagnostics those of the errors that have a place
 */
record SyntaxVerdict(String file, List<Fault> errors, List<Diagnostic> diagnostics) {

    /**
     * @param line 0 when the file could not be read
     * @param column as the line
     */
    record Fault(int line, int column, String summary) {

        static Fault of(Diagnostic diagnostic) {
            var start = diagnostic.range().start();
            return new Fault(start.line(), start.column(), diagnostic.summary() + ": " + diagnostic.detail());
        }
    }

    static SyntaxVerdict of(SourceFile file) {
        List<Diagnostic> errors = Fly.parse(file).diagnostics().stream()
                .filter(Diagnostic::isError)
                .toList();
        return new SyntaxVerdict(file.name(), errors.stream().map(Fault::of).toList(), errors);
    }

    static SyntaxVerdict unreadable(String file, String reason) {
        return new SyntaxVerdict(file, List.of(new Fault(0, 0, "Not readable: " + reason)), List.of());
    }

    boolean ok() {
        return errors.isEmpty();
    }

    /** One line, without its line break. */
    String json() {
        var json = JsonText.onOneLine()
                .openObject()
                .field("file", file)
                .field("ok", ok())
                .name("errors")
                .openArray();
        for (Fault error : errors) {
            json.openObject()
                    .field("line", error.line())
                    .field("column", error.column())
                    .field("summary", error.summary())
                    .closeObject();
        }
        return json.closeArray().closeObject().toString();
    }
}
