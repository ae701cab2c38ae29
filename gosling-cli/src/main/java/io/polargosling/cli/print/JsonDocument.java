package io.polargosling.cli.print;

import io.polargosling.domain.problem.Finding;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON document a command prints with {@code --output json}: {@code command}, {@code ok}, {@code result},
 * {@code findings} and {@code error}, always all of them.
 */
public final class JsonDocument {

    private JsonDocument() {}

    /** The text for a command that came to its end; {@code result} are counts by name. */
    public static String of(String command, boolean ok, SortedMap<String, Integer> result, List<Finding> findings) {
        return write(command, ok, result, findings, null);
    }

    /** The text for a command that could not do its work. */
    public static String ofError(String command, String error) {
        return write(command, false, null, List.of(), error);
    }

    private static String write(
            String command,
            boolean ok,
            @Nullable SortedMap<String, Integer> result,
            List<Finding> findings,
            @Nullable String error) {
        var json = JsonText.indented().openObject().field("command", command).field("ok", ok);
        if (result == null) {
            json.field("result", null);
        } else {
            json.name("result").openObject();
            result.forEach(json::field);
            json.closeObject();
        }
        json.name("findings").openArray();
        for (Finding finding : findings) {
            json.openObject()
                    .field("severity", finding.severity().name().toLowerCase(Locale.ROOT))
                    .field("code", finding.code())
                    .field("file", finding.place().file())
                    .field("line", finding.place().line())
                    .field("column", finding.place().column())
                    .field("message", finding.message())
                    .field("advice", finding.advice().orElse(null))
                    .closeObject();
        }
        return json.closeArray().field("error", error).closeObject().toString();
    }
}
