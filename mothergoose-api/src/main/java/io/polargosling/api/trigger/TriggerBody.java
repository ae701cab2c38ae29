package io.polargosling.api.trigger;

import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a scheduler sends: nothing, {@code {"source": ...}}, or the envelope of a timer with the token in it. */
final class TriggerBody {

    private static final Pattern SOURCE = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
    private static final int MAX_MESSAGES = 10;

    private final JsonNode root;
    private final boolean malformed;

    private TriggerBody(JsonNode root, boolean malformed) {
        this.root = root;
        this.malformed = malformed;
    }

    static TriggerBody parse(byte[] bytes, JsonMapper mapper) {
        if (bytes.length == 0) {
            return new TriggerBody(mapper.createObjectNode(), false);
        }
        try {
            return new TriggerBody(mapper.readTree(bytes), false);
        } catch (JacksonException e) {
            return new TriggerBody(mapper.createObjectNode(), true);
        }
    }

    /** The tokens in a timer's envelope. */
    List<String> tokens() {
        var tokens = new ArrayList<String>();
        for (JsonNode message : root.path("messages")) {
            var payload = message.path("details").path("payload");
            if (payload.isString() && tokens.size() < MAX_MESSAGES) {
                tokens.add(payload.stringValue());
            }
        }
        return tokens;
    }

    /** What asked; ends the request when the body is not what it should be. To be called after the proof only. */
    String source() {
        if (malformed || !root.isObject()) {
            throw new ProblemException(ProblemKind.MALFORMED, "the body is not a JSON object");
        }
        if (!root.path("messages").isMissingNode()) {
            return "timer";
        }
        for (String field : root.propertyNames()) {
            if (!"source".equals(field)) {
                throw ProblemException.invalid("/" + field, "unknown-field", "this field is not known here");
            }
        }
        var source = root.path("source");
        if (source.isMissingNode() || source.isNull()) {
            return "trigger";
        }
        if (!source.isString() || !SOURCE.matcher(source.stringValue()).matches()) {
            throw ProblemException.invalid("/source", "source", "source: expected up to 32 of a-z, 0-9, - and _");
        }
        return source.stringValue();
    }
}
