package io.polargosling.api.webhook;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Reads a webhook's body once, from front to back, and keeps only what {@link HookPayload} holds. */
final class HookPayloadReader {

    private static final Set<String> KINDS = Set.of("push", "tag_push", "merge_request", "pipeline", "build");

    private @Nullable String kind;
    private long projectId;
    private boolean groupId;
    private @Nullable String webUrl;
    private @Nullable String homepage;
    private @Nullable String ref;
    private @Nullable String after;
    private @Nullable String action;
    private boolean newCode;

    private HookPayloadReader() {}

    /** The payload; empty when {@code body} is no JSON object up to an id, or has none. Never throws. */
    static Optional<HookPayload> read(byte[] body, JsonMapper mapper) {
        var reader = new HookPayloadReader();
        boolean complete = false;
        try (var parser = mapper.createParser(body)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                reader.object(parser, "");
                complete = parser.nextToken() == null;
            }
        } catch (JacksonException e) {
            // What was found before counts; that the rest is broken is told only to who has the secret.
            complete = false;
        }
        return reader.payload(complete);
    }

    private void object(JsonParser parser, String path) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = path + parser.currentName();
            var value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && isEntered(name)) {
                object(parser, name + "/");
            } else if (value == JsonToken.VALUE_STRING) {
                text(name, parser);
            } else if (value == JsonToken.VALUE_NUMBER_INT) {
                number(name, parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private static boolean isEntered(String name) {
        return "project".equals(name) || "object_attributes".equals(name) || "repository".equals(name);
    }

    private void text(String name, JsonParser parser) {
        switch (name) {
            case "object_kind" -> kind = parser.getString();
            case "ref" -> ref = parser.getString();
            case "after" -> after = parser.getString();
            case "project/web_url" -> webUrl = parser.getString();
            case "repository/homepage" -> homepage = parser.getString();
            case "object_attributes/action" -> action = parser.getString();
            case "object_attributes/oldrev" -> newCode = true;
            default -> {
                // Of no use here.
            }
        }
    }

    private void number(String name, JsonParser parser) {
        boolean isProject = "project_id".equals(name) || "project/id".equals(name);
        if (!isProject && !"group_id".equals(name)) {
            return;
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER || parser.getLongValue() < 1) {
            return;
        }
        if (isProject) {
            projectId = parser.getLongValue();
        } else {
            groupId = true;
        }
    }

    private Optional<HookPayload> payload(boolean complete) {
        if (projectId == 0 && !groupId) {
            return Optional.empty();
        }
        return Optional.of(new HookPayload(
                kind != null && KINDS.contains(kind) ? kind : "other",
                projectId == 0 ? OptionalLong.empty() : OptionalLong.of(projectId),
                Optional.ofNullable(webUrl).or(() -> Optional.ofNullable(homepage)),
                new HookPayload.Push(Optional.ofNullable(ref), Optional.ofNullable(after)),
                Optional.ofNullable(action),
                newCode,
                complete));
    }
}
