package io.polargosling.queue;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.sync.SyncRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Commands as messages.
 *
 * <pre>
 * {"v":1, "id":"5f0c…", "type":"ReconcileEgg", "key":"web", "args":{"egg":"web"},
 *  "created_at":"2026-01-01T00:00:00Z", "attempt":1}
 * </pre>
 *
 * {@code key} tells for people and for merging what the command is about. Unknown fields are passed over, so that a
 * newer program may add some; a change that older ones must not overlook raises {@code v}.
 */
final class CommandCodec {

    /** In UTF-8 bytes, of a whole message. */
    static final int MAX_BYTES = 64 * 1024;

    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.shared();

    private CommandCodec() {}

    /** What a message turns out to be. */
    sealed interface Decoded {

        /** A command, and the id that all deliveries of the message share. */
        record Valid(String id, Command command) implements Decoded {}

        /** Nothing that this program understands. */
        record Poison(String reason) implements Decoded {}
    }

    /** The message for {@code command}, with a new id. */
    static String encode(Command command, Instant createdAt) {
        var args = JSON.createObjectNode();
        switch (command) {
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
            }
            case Command.EvaluatePolicies evaluate -> {}
        }
        var message = JSON.createObjectNode()
                .put("v", VERSION)
                .put("id", UUID.randomUUID().toString())
                .put("type", type(command))
                .put("key", key(command));
        message.set("args", args);
        message.put("created_at", createdAt.toString()).put("attempt", 1);
        String body = message.toString();
        int bytes = body.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new InvalidException("sending " + type(command) + ": message of " + bytes
                    + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        return body;
    }

    /** The command in {@code body}; never throws. */
    static Decoded decode(String body) {
        if (body.length() > MAX_BYTES) {
            return new Decoded.Poison("longer than " + MAX_BYTES + " bytes");
        }
        try {
            var message = JSON.readTree(body);
            int version = message.path("v").asInt(0);
            if (version != VERSION) {
                return new Decoded.Poison("version " + version + " (expected: " + VERSION + ")");
            }
            String type = message.path("type").asString("");
            return command(type, message.path("args"))
                    .<Decoded>map(
                            command -> new Decoded.Valid(message.path("id").asString(""), command))
                    .orElseGet(() -> new Decoded.Poison("unknown type"));
        } catch (JacksonException e) {
            return new Decoded.Poison("not JSON");
        } catch (InvalidException | IllegalArgumentException e) {
            return new Decoded.Poison("bad arguments");
        }
    }

    /** The name of the command's type in messages and logs. */
    static String type(Command command) {
        return switch (command) {
            case Command.ReconcileEgg reconcile -> "ReconcileEgg";
            case Command.RefreshDemand refresh -> "RefreshDemand";
            case Command.ReconcileGitLab reconcile -> "ReconcileGitLab";
            case Command.SyncNest sync -> "SyncNest";
            case Command.EvaluatePolicies evaluate -> "EvaluatePolicies";
        };
    }

    private static String key(Command command) {
        return switch (command) {
            case Command.ReconcileEgg reconcile -> reconcile.egg().value();
            case Command.RefreshDemand refresh -> refresh.egg().value();
            case Command.ReconcileGitLab reconcile -> reconcile.egg().value();
            case Command.SyncNest sync -> "nest";
            case Command.EvaluatePolicies evaluate -> "policies";
        };
    }

    private static Optional<String> text(JsonNode args, String name) {
        return args.path(name).asStringOpt();
    }

    private static Optional<Command> command(String type, JsonNode args) {
        return switch (type) {
            case "ReconcileEgg" ->
                Optional.of(new Command.ReconcileEgg(EggName.of(args.path("egg").asString(""))));
            case "RefreshDemand" ->
                Optional.of(new Command.RefreshDemand(
                        EggName.of(args.path("egg").asString("")),
                        GitLabServer.of(args.path("server").asString("")),
                        args.path("project_id").asLong(0)));
            case "ReconcileGitLab" ->
                Optional.of(
                        new Command.ReconcileGitLab(EggName.of(args.path("egg").asString(""))));
            case "SyncNest" ->
                Optional.of(new Command.SyncNest(
                        args.path("trigger").asString(""),
                        new SyncRequest(
                                text(args, "commit").map(CommitId::of),
                                args.path("force").asBoolean(false),
                                args.path("allow_mass_removal").asBoolean(false)),
                        text(args, "operation").map(UUID::fromString)));
            case "EvaluatePolicies" -> Optional.of(new Command.EvaluatePolicies());
            default -> Optional.empty();
        };
    }
}
