package io.polargosling.fly.decode;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.eval.Evaluated;
import io.polargosling.fly.eval.Evaluator;
import io.polargosling.fly.eval.Functions;
import io.polargosling.fly.eval.GivenValue;
import io.polargosling.fly.eval.Inputs;
import io.polargosling.fly.eval.JsonReader;
import io.polargosling.fly.eval.Scope;
import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Block;
import io.polargosling.fly.syntax.ParseResult;
import io.polargosling.fly.syntax.Parser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what is given for variables: files of attributes, JSON files, and {@code NAME=VALUE}. */
public final class InputReader {

    private static final String FLAG = "--var";

    private final Diagnostics diagnostics = new Diagnostics();
    private final Map<String, GivenValue> values = new HashMap<>();

    private InputReader() {}

    /**
     * What the files, then the assignments give; of a name several times given the last. A file whose name ends in
     * {@code .json} is read as JSON. Which names there are and what they take is seen when a file uses them.
     *
     * @return the inputs {@code base} with the variables added; without value when there was an error
     */
    public static DecodeResult<Inputs> read(Inputs base, List<SourceFile> files, List<String> assignments) {
        var reader = new InputReader();
        files.forEach(reader::file);
        assignments.forEach(reader::assignment);
        return new DecodeResult<>(
                reader.diagnostics.hasErrors() ? Optional.empty() : Optional.of(base.withVariables(reader.values)),
                reader.diagnostics.toList());
    }

    private void file(SourceFile file) {
        if (file.name().endsWith(".json")) {
            json(file);
        } else {
            attributes(file);
        }
    }

    private void attributes(SourceFile file) {
        ParseResult parsed = Parser.parse(file, Set.of());
        diagnostics.addAll(parsed.diagnostics());
        diagnostics.hide(file.range(0, file.text().length()));
        for (Block block : parsed.body().blocks()) {
            error("unknown-block", "Unknown block", "A file of variables holds \"name = value\" only.", block.header());
        }
        var evaluator = new Evaluator(Scope.empty(), Functions.standard(), diagnostics);
        for (Attribute attribute : parsed.body().attributes()) {
            SourceRange range = attribute.value().range();
            Optional<Evaluated> found = evaluator.evaluate(attribute.value());
            found.ifPresent(value -> values.put(attribute.name(), new GivenValue.Typed(value.value(), range)));
        }
    }

    private void json(SourceFile file) {
        diagnostics.hide(file.range(0, file.text().length()));
        switch (JsonReader.readObject(file.text())) {
            case JsonReader.Entries(List<JsonReader.Entry> entries) ->
                entries.forEach(entry -> values.put(
                        entry.name(), new GivenValue.Typed(entry.value(), file.range(entry.start(), entry.end()))));
            case JsonReader.Malformed(int offset, String message) ->
                error(
                        "syntax",
                        "Invalid JSON",
                        "A file of variables in JSON is one object (" + message + ").",
                        file.range(
                                Math.min(offset, file.text().length()),
                                Math.min(offset + 1, file.text().length())));
        }
    }

    private void assignment(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals <= 0) {
            var file = SourceFile.of(FLAG, assignment);
            SourceRange all = file.range(0, file.text().length());
            diagnostics.hide(all);
            error("syntax", "Invalid variable", "A variable is given as NAME=VALUE.", all);
            return;
        }
        String name = assignment.substring(0, equals).strip();
        var file = SourceFile.of(FLAG + " " + name, assignment);
        String text = file.text();
        values.put(name, new GivenValue.Text(text.substring(equals + 1), file.range(equals + 1, text.length())));
    }

    private void error(String code, String summary, String detail, SourceRange range) {
        diagnostics.add(Diagnostic.error(code, summary, detail, range));
    }
}
