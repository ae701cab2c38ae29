package io.polargosling.queue;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.DeployRequest;
import io.polargosling.domain.command.RunnersRequest;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.sync.SyncRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Commands as messages, alone or several in one.
 *
 * <pre>
 * {"v":1, "id":"5f0c…", "type":"ReconcileEgg", "key":"web", "args":{"egg":"web"},
 *  "created_at":"2026-01-01T00:00:00Z", "attempt":1}
 * {"v":1, "type":"Batch", "items":[ …as above… ]}
 * </pre>
 *
 * {@code key} tells for people and for merging what the command is about; {@code attempt} is 1 and one more for every
 * time it failed in a message before this one. Unknown fields are passed over, so that a newer program may add some; a
 * change that older ones must not overlook raises {@code v}. Texts are ASCII, since SQS refuses some characters.
 */
final class CommandCodec {

    /** Of a whole message; its bytes are as many as its characters. */
    static final int MAX_BYTES = 64 * 1024;

    /** Commands in one message. */
    static final int MAX_ITEMS = 200;

    static final String BATCH = "Batch";

    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ObjectWriter ASCII = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
    private static final String BATCH_HEAD = "{\"v\":" + VERSION + ",\"type\":\"" + BATCH + "\",\"items\":[";
    private static final String BATCH_TAIL = "]}";

    private CommandCodec() {}

    /** What a message turns out to be. */
    sealed interface Decoded {}

    /** A part of a message, or a message of one part. */
    sealed interface Item extends Decoded {

        /** It as a message of its own. */
        String text();
    }

    /**
     * A command.
     *
     * @param id which all deliveries share
     * @param attempt at least 1
     */
    record Valid(String id, int attempt, Command command, String text) implements Item {}

    /** Nothing that this program understands. */
    record Poison(String reason, String text) implements Item {}

    /** Several in one message. */
    record Batch(List<Item> items) implements Decoded {

        Batch {
            items = List.copyOf(items);
        }
    }

    /** The message for {@code command}, with a new id. */
    static String encode(Command command, Instant createdAt) {
        var message = JSON.createObjectNode()
                .put("v", VERSION)
                .put("id", UUID.randomUUID().toString())
                .put("type", type(command))
                .put("key", key(command));
        message.set("args", arguments(command));
        message.put("created_at", createdAt.toString()).put("attempt", 1);
        String body = write(message);
        if (body.length() > MAX_BYTES) {
            throw new InvalidException("sending " + type(command) + ": message of " + body.length()
                    + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        return body;
    }

    /** The message that holds all of {@code texts}, each made by {@link #encode} or {@link #withAttempt}. */
    static String batch(List<String> texts) {
        return BATCH_HEAD + String.join(",", texts) + BATCH_TAIL;
    }

    /** The bytes of a batch without its items; each item but one takes a comma besides its own. */
    static int batchOverhead() {
        return BATCH_HEAD.length() + BATCH_TAIL.length();
    }

    /** The same message, said to be sent for the {@code attempt}-th time; unchanged when it is no JSON object. */
    static String withAttempt(String text, int attempt) {
        try {
            return JSON.readTree(text) instanceof ObjectNode message && message.has("attempt")
                    ? write(message.put("attempt", attempt))
                    : text;
        } catch (JacksonException e) {
            return text;
        }
    }

    /** When the command in {@code text} was made, if that is told. */
    static Optional<Instant> createdAt(String text) {
        try {
            return JSON.readTree(text).path("created_at").asStringOpt().map(Instant::parse);
        } catch (JacksonException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** What is in {@code body}; never throws. */
    static Decoded decode(String body) {
        if (body.length() > MAX_BYTES) {
            return new Poison("longer than " + MAX_BYTES + " bytes", body);
        }
        try {
            var message = JSON.readTree(body);
            if (message.path("type").asString("").equals(BATCH) && version(message) == VERSION) {
                return items(message.path("items"), body);
            }
            return item(message, body);
        } catch (JacksonException e) {
            return new Poison("not JSON", body);
        }
    }

    /** The name of the command's type in messages and logs. */
    static String type(Command command) {
        return switch (command) {
            case Command.ReconcileEgg reconcile -> "ReconcileEgg";
            case Command.RefreshDemand refresh -> "RefreshDemand";
            case Command.ReconcileGitLab reconcile -> "ReconcileGitLab";
            case Command.SyncNest sync -> "SyncNest";
            case Command.Deploy deploy -> "Deploy";
            case Command.Rollback rollback -> "Rollback";
            case Command.MakeRunners make -> "MakeRunners";
            case Command.TriggerJob trigger -> "TriggerJob";
            case Command.EvaluatePolicies evaluate -> "EvaluatePolicies";
        };
    }

    /** What the command is about, in messages. */
    static String key(Command command) {
        return switch (command) {
            case Command.ReconcileEgg reconcile -> reconcile.egg().value();
            case Command.RefreshDemand refresh -> refresh.egg().value();
            case Command.ReconcileGitLab reconcile -> reconcile.egg().value();
            case Command.SyncNest sync -> "nest";
            case Command.Deploy deploy -> deploy.egg().value();
            case Command.Rollback rollback -> rollback.egg().value();
            case Command.MakeRunners make -> make.egg().value();
            case Command.TriggerJob trigger -> trigger.job().value();
            case Command.EvaluatePolicies evaluate -> "policies";
        };
    }

    private static String write(JsonNode node) {
        return ASCII.writeValueAsString(node);
    }

    private static int version(JsonNode message) {
        return message.path("v").asInt(0);
    }

    private static Decoded items(JsonNode list, String body) {
        if (!list.isArray() || list.isEmpty()) {
            return new Poison("a batch without items", body);
        }
        var items = new ArrayList<Item>();
        list.forEach(message -> items.add(item(message, write(message))));
        return new Batch(items);
    }

    private static Item item(JsonNode message, String text) {
        if (version(message) != VERSION) {
            return new Poison("version " + version(message) + " (expected: " + VERSION + ")", text);
        }
        try {
            return command(message.path("type").asString(""), message.path("args"))
                    .<Item>map(command -> new Valid(
                            message.path("id").asString(""),
                            Math.max(1, message.path("attempt").asInt(1)),
                            command,
                            text))
                    .orElseGet(() -> new Poison("unknown type", text));
        } catch (JacksonException | InvalidException | IllegalArgumentException e) {
            return new Poison("bad arguments", text);
        }
    }

    private static ObjectNode arguments(Command command) {
        var args = JSON.createObjectNode();
        return switch (command) {
            case Command.ReconcileEgg reconcile ->
                args.put("egg", reconcile.egg().value());
            case Command.RefreshDemand refresh ->
                args.put("egg", refresh.egg().value())
                        .put("server", refresh.server().host())
                        .put("project_id", refresh.projectId());
            case Command.ReconcileGitLab reconcile ->
                args.put("egg", reconcile.egg().value());
            case Command.SyncNest sync -> {
                args.put("trigger", sync.trigger());
                sync.request().commit().ifPresent(commit -> args.put("commit", commit.value()));
                args.put("force", sync.request().force())
                        .put("allow_mass_removal", sync.request().allowMassRemoval());
                sync.operation().ifPresent(id -> args.put("operation", id.toString()));
                yield args;
            }
            case Command.Deploy deploy -> {
                var request = deploy.request();
                request.commit().ifPresent(commit -> args.put("commit", commit.value()));
                yield args.put("egg", deploy.egg().value())
                        .put("dry_run", request.dryRun())
                        .put("replace_idle", request.replaceIdle())
                        .put("prewarm", request.prewarm())
                        .put("unpin", request.unpin())
                        .put("operation", deploy.operation().toString());
            }
            case Command.Rollback rollback -> {
                rollback.to().ifPresent(to -> args.put("to", to));
                yield args.put("egg", rollback.egg().value())
                        .put("dry_run", rollback.dryRun())
                        .put("operation", rollback.operation().toString());
            }
            case Command.MakeRunners make -> {
                var request = make.request();
                request.expected().ifPresent(expected -> args.put("expected_seconds", expected.toSeconds()));
                request.provider().ifPresent(provider -> args.put("provider", provider.word()));
                request.region().ifPresent(region -> args.put("region", region));
                request.tags().forEach(args.putArray("tags")::add);
                yield args.put("egg", make.egg().value())
                        .put("count", request.count())
                        .put("privileged", request.privileged())
                        .put("operation", make.operation().toString());
            }
            case Command.TriggerJob trigger ->
                args.put("job", trigger.job().value())
                        .put("operation", trigger.operation().toString());
            case Command.EvaluatePolicies evaluate -> args;
        };
    }

    private static Optional<String> text(JsonNode args, String name) {
        return args.path(name).asStringOpt();
    }

    private static EggName egg(JsonNode args) {
        return EggName.of(args.path("egg").asString(""));
    }

    private static UUID operation(JsonNode args) {
        return UUID.fromString(args.path("operation").asString(""));
    }

    private static RunnersRequest runners(JsonNode args) {
        var tags = new TreeSet<String>();
        args.path("tags").forEach(tag -> tags.add(tag.asString("")));
        return new RunnersRequest(
                args.path("count").asInt(1),
                tags,
                args.has("expected_seconds")
                        ? Optional.of(
                                Duration.ofSeconds(args.path("expected_seconds").asLong()))
                        : Optional.empty(),
                args.path("privileged").asBoolean(false),
                text(args, "provider").flatMap(CloudProvider::parse),
                text(args, "region"));
    }

    private static Optional<Command> command(String type, JsonNode args) {
        return switch (type) {
            case "ReconcileEgg" -> Optional.of(new Command.ReconcileEgg(egg(args)));
            case "RefreshDemand" ->
                Optional.of(new Command.RefreshDemand(
                        egg(args),
                        GitLabServer.of(args.path("server").asString("")),
                        args.path("project_id").asLong(0)));
            case "ReconcileGitLab" -> Optional.of(new Command.ReconcileGitLab(egg(args)));
            case "SyncNest" ->
                Optional.of(new Command.SyncNest(
                        args.path("trigger").asString(""),
                        new SyncRequest(
                                text(args, "commit").map(CommitId::of),
                                args.path("force").asBoolean(false),
                                args.path("allow_mass_removal").asBoolean(false)),
                        text(args, "operation").map(UUID::fromString)));
            case "Deploy" ->
                Optional.of(new Command.Deploy(
                        egg(args),
                        new DeployRequest(
                                text(args, "commit").map(CommitId::of),
                                args.path("dry_run").asBoolean(false),
                                args.path("replace_idle").asBoolean(false),
                                args.path("prewarm").asBoolean(false),
                                args.path("unpin").asBoolean(false)),
                        operation(args)));
            case "Rollback" ->
                Optional.of(new Command.Rollback(
                        egg(args), text(args, "to"), args.path("dry_run").asBoolean(false), operation(args)));
            case "MakeRunners" -> Optional.of(new Command.MakeRunners(egg(args), runners(args), operation(args)));
            case "TriggerJob" ->
                Optional.of(new Command.TriggerJob(JobName.of(args.path("job").asString("")), operation(args)));
            case "EvaluatePolicies" -> Optional.of(new Command.EvaluatePolicies());
            default -> Optional.empty();
        };
    }
}
