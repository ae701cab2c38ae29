package io.polargosling.cli.print;

import io.polargosling.domain.problem.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one JSON document a command prints with {@code --output json}: {@code command}, {@code ok}, {@code result},
 * {@code findings} and {@code error}, always all of them.
 */
public final class JsonDocument {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonDocument() {}

    /** An empty object to fill with a result. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** The text for a command that came to its end. */
    public static String of(String command, boolean ok, ObjectNode result, List<Finding> findings) {
        return write(command, ok, Optional.of(result), findings, Optional.empty());
    }

    /** The text for a command that could not do its work. */
    public static String ofError(String command, String error) {
        return write(command, false, Optional.empty(), List.of(), Optional.of(error));
    }

    private static String write(
            String command, boolean ok, Optional<ObjectNode> result, List<Finding> findings, Optional<String> error) {
        var document = JSON.createObjectNode().put("command", command).put("ok", ok);
        if (result.isPresent()) {
            document.set("result", result.get());
        } else {
            document.putNull("result");
        }
        var list = document.putArray("findings");
        for (Finding finding : findings) {
            list.addObject()
                    .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
                    .put("code", finding.code())
                    .put("file", finding.place().file())
                    .put("line", finding.place().line())
                    .put("column", finding.place().column())
                    .put("message", finding.message())
                    .put("advice", finding.advice().orElse(null));
        }
        document.put("error", error.orElse(null));
        return JSON.writeValueAsString(document);
    }
}
