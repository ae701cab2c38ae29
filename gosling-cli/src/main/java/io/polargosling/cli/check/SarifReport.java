package io.polargosling.cli.check;

import io.polargosling.cli.print.JsonText;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Snippet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Findings in the Static Analysis Results Interchange Format 2.1.0. */
final class SarifReport {

    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final String PLAIN = "-._~/!$&'()*+,;=@";

    private final JsonText json = JsonText.indented();
    private final Map<String, Integer> rules = new TreeMap<>();

    private SarifReport() {}

    static String of(Checked checked, String version) {
        return new SarifReport().write(checked.problems(), version);
    }

    private String write(List<Problem> problems, String version) {
        problems.forEach(problem -> rules.put(problem.finding().code(), 0));
        int next = 0;
        for (var rule : rules.entrySet()) {
            rule.setValue(next++);
        }
        json.openObject()
                .field("$schema", SCHEMA)
                .field("version", "2.1.0")
                .name("runs")
                .openArray()
                .openObject();
        json.name("tool")
                .openObject()
                .name("driver")
                .openObject()
                .field("name", "gosling")
                .field("version", version)
                .name("rules")
                .openArray();
        for (String rule : rules.keySet()) {
            json.openObject()
                    .field("id", rule)
                    .name("shortDescription")
                    .openObject()
                    .field("text", words(rule))
                    .closeObject()
                    .closeObject();
        }
        json.closeArray().closeObject().closeObject();
        json.field("columnKind", "unicodeCodePoints").name("results").openArray();
        problems.forEach(this::result);
        return json.closeArray().closeObject().closeArray().closeObject().toString();
    }

    private static String words(String rule) {
        return Character.toUpperCase(rule.charAt(0)) + rule.substring(1).replace('-', ' ');
    }

    private void result(Problem problem) {
        String advice = problem.finding().advice().map(text -> "\n" + text).orElse("");
        json.openObject()
                .field("ruleId", problem.finding().code())
                .field("ruleIndex", rules.getOrDefault(problem.finding().code(), 0))
                .field("level", problem.level())
                .name("message")
                .openObject()
                .field("text", problem.finding().message() + advice)
                .closeObject();
        json.name("locations").openArray().openObject().name("physicalLocation").openObject();
        location(problem.file());
        problem.diagnostic().ifPresent(this::region);
        json.closeObject().closeObject().closeArray().closeObject();
    }

    private void location(String file) {
        boolean absolute = file.startsWith("/");
        json.name("artifactLocation").openObject().field("uri", (absolute ? "file://" : "") + encoded(file));
        if (!absolute) {
            json.field("uriBaseId", "%SRCROOT%");
        }
        json.closeObject();
    }

    /** An empty range has an end equal to its start: the place between two characters. */
    private void region(Diagnostic diagnostic) {
        var start = diagnostic.range().start();
        var end = diagnostic.range().end();
        json.name("region")
                .openObject()
                .field("startLine", start.line())
                .field("startColumn", start.column())
                .field("endLine", end.line())
                .field("endColumn", end.column())
                .name("snippet")
                .openObject()
                .field("text", Snippet.of(diagnostic).line())
                .closeObject()
                .closeObject();
    }

    private static String encoded(String path) {
        var out = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && (Character.isLetterOrDigit(b) || PLAIN.indexOf(b) >= 0)) {
                out.append((char) b);
            } else {
                out.append("%%%02X".formatted(b & 0xFF));
            }
        }
        return out.toString();
    }
}
