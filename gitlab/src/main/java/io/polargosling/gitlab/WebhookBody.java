package io.polargosling.gitlab;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** The fields of a webhook as sent, nothing believed yet: texts and whole numbers by their path, the first one counts. */
final class WebhookBody {

    // No event of GitLab's comes near these.
    private static final int MAX_DEPTH = 50;
    private static final int MAX_STRING = 1024 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING)
                    .build())
            .build();

    // Longer ones are no names of GitLab's.
    private static final int MAX_TEXT = 1024;
    private static final Set<String> OBJECTS = Set.of("project", "object_attributes");
    private static final Set<String> FIELDS = Set.of(
            "object_kind",
            "event_name",
            "project_id",
            "group_id",
            "parent_group_id",
            "full_path",
            "path_with_namespace",
            "ref",
            "after",
            "build_id",
            "build_status",
            "project.id",
            "project.path_with_namespace",
            "project.web_url",
            "object_attributes.id",
            "object_attributes.status",
            "object_attributes.action",
            "object_attributes.oldrev");

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private boolean whole;

    private WebhookBody() {}

    static WebhookBody read(RawBody bytes) throws IOException {
        var body = new WebhookBody();
        try (var in = bytes.open();
                var parser = JSON.createParser(ObjectReadContext.empty(), in)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                body.readObject(parser, "");
                body.whole = parser.nextToken() == null;
            }
        } catch (JacksonIOException e) {
            throw new IOException("the body ends early", e);
        } catch (JacksonException e) {
            // What was read before is still good for finding the target.
            body.whole = false;
        }
        return body;
    }

    WebhookEvent.Parsed event() {
        var kind = text("object_kind").or(() -> text("event_name"));
        var projectId = number("project_id").or(() -> number("project.id"));
        var groupId = number("group_id");
        if (kind.isEmpty() || (projectId.isEmpty() && groupId.isEmpty())) {
            return whole ? new WebhookEvent.Parsed.NoIds() : new WebhookEvent.Parsed.NotJson();
        }
        var event = new WebhookEvent(
                optional(projectId),
                optional(groupId),
                optional(number("parent_group_id")),
                text("project.path_with_namespace")
                        .or(() -> text("path_with_namespace"))
                        .or(() -> text("full_path")),
                text("project.web_url"),
                fact(kind.get()));
        return new WebhookEvent.Parsed.Event(event, whole);
    }

    private WebhookEvent.Fact fact(String kind) {
        Optional<? extends WebhookEvent.Fact> known = switch (kind) {
            case "push" -> ref(WebhookEvent.Fact.Push::new);
            case "tag_push" -> ref(WebhookEvent.Fact.TagPush::new);
            case "merge_request" ->
                text("object_attributes.action")
                        .map(action -> new WebhookEvent.Fact.MergeRequest(action, text("object_attributes.oldrev")));
            case "pipeline" ->
                status("object_attributes.id", "object_attributes.status", WebhookEvent.Fact.Pipeline::new);
            case "build" -> status("build_id", "build_status", WebhookEvent.Fact.Job::new);
            case "project_create",
                    "project_destroy",
                    "subgroup_create",
                    "subgroup_destroy",
                    "user_add_to_group",
                    "user_update_for_group",
                    "user_remove_from_group" -> Optional.of(new WebhookEvent.Fact.GroupChange(kind));
            default -> Optional.empty();
        };
        return known.<WebhookEvent.Fact>map(fact -> fact).orElseGet(() -> new WebhookEvent.Fact.Other(kind));
    }

    private <T> Optional<T> ref(BiFunction<String, String, T> fact) {
        return text("ref").flatMap(ref -> text("after").map(after -> fact.apply(ref, after)));
    }

    private <T> Optional<T> status(String id, String status, BiFunction<Long, String, T> fact) {
        return number(id).flatMap(number -> text(status).map(text -> fact.apply(number, text)));
    }

    private void readObject(JsonParser parser, String prefix) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String path = prefix + parser.currentName();
            var value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && OBJECTS.contains(path)) {
                readObject(parser, path + ".");
            } else if (FIELDS.contains(path)) {
                keep(parser, path, value);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void keep(JsonParser parser, String path, JsonToken value) {
        if (value == JsonToken.VALUE_STRING && parser.getStringLength() <= MAX_TEXT) {
            texts.putIfAbsent(path, parser.getString());
        } else if (value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            if (parser.getLongValue() > 0) {
                numbers.putIfAbsent(path, parser.getLongValue());
            }
        } else {
            parser.skipChildren();
        }
    }

    private Optional<String> text(String path) {
        return Optional.ofNullable(texts.get(path)).filter(text -> !text.isEmpty());
    }

    private Optional<Long> number(String path) {
        return Optional.ofNullable(numbers.get(path));
    }

    private static OptionalLong optional(Optional<Long> number) {
        return number.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
}
