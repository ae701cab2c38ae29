package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.FLAG;
import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.secret.SecretUri;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * The rows of what eggs serve. Each tells whether its egg accepts runners, so that matching a webhook reads only
 * these rows.
 */
final class TargetRows {

    static final Table TABLE = Table.of("egg_targets")
            .key(TEXT, "server", "kind")
            .key(NUMBER, "gitlab_id")
            .key(TEXT, "egg_name")
            .with(TEXT, "id", "webhook_secret_uri", "full_path", "hook_status")
            .with(NUMBER, "hook_id")
            .with(FLAG, "accepting")
            .with(TIME, "last_polled_at", "last_event_at");

    static final String GROUP = "group";

    /** In the column of the last poll: none was made. A missing value would stand elsewhere in the order. */
    static final Instant NEVER = Instant.EPOCH;

    private record Key(String server, String kind, long id, String egg) {

        static Key of(Egg egg) {
            var binding = egg.config().gitlab();
            return new Key(
                    binding.server().host(),
                    TargetRows.kind(binding.scope()),
                    binding.scope().id(),
                    egg.name().value());
        }

        static Key read(Cells cells) throws SQLException {
            return new Key(cells.text("server"), cells.text("kind"), cells.number("gitlab_id"), cells.text("egg_name"));
        }

        Row row() {
            return TABLE.row()
                    .set("server", server)
                    .set("kind", kind)
                    .set("gitlab_id", id)
                    .set("egg_name", egg);
        }
    }

    private TargetRows() {}

    /** Makes the target of {@code egg} its only one. */
    static void replace(Session db, Egg egg) {
        var wanted = Key.of(egg);
        var stored = db.list(
                TABLE.select()
                        .only("server", "kind", "gitlab_id", "egg_name")
                        .by("egg_targets_egg")
                        .where("egg_name", egg.name().value()),
                Key::read);
        stored.stream().filter(key -> !key.equals(wanted)).forEach(key -> db.delete(key.row()));
        var row = wanted.row()
                .set("webhook_secret_uri", egg.config().gitlab().webhookSecret().text())
                .set("accepting", egg.state() == EggState.ACTIVE || egg.state() == EggState.DEGRADED);
        if (stored.contains(wanted)) {
            db.update(row);
        } else {
            db.insert(row.set("id", id(wanted.server(), wanted.kind(), wanted.id(), wanted.egg()))
                    .set("last_polled_at", NEVER)
                    .set("hook_status", TargetHook.Status.UNKNOWN.word()));
        }
    }

    /** The targets that are exactly this project, of eggs that accept runners. */
    static List<EggTarget> ofProject(Session db, GitLabServer server, long projectId) {
        var scope = new TargetScope.Project(projectId);
        return db.list(
                TABLE.select()
                        .where("server", server.host())
                        .where("kind", kind(scope))
                        .where("gitlab_id", projectId)
                        .where("accepting", true)
                        .rising("egg_name"),
                cells -> new EggTarget(
                        EggName.of(cells.text("egg_name")),
                        server,
                        scope,
                        SecretUri.of(cells.text("webhook_secret_uri"))));
    }

    private static String kind(TargetScope scope) {
        return switch (scope) {
            case TargetScope.Project _ -> "project";
            case TargetScope.Group _ -> GROUP;
        };
    }

    static Select byId(TargetId id) {
        return TABLE.select()
                .where("server", id.server().host())
                .where("kind", kind(id.scope()))
                .where("gitlab_id", id.scope().id())
                .where("egg_name", id.egg().value());
    }

    /** A row with the key of {@code id}. */
    static Row row(TargetId id) {
        return new Key(
                        id.server().host(),
                        kind(id.scope()),
                        id.scope().id(),
                        id.egg().value())
                .row();
    }

    /** The key in one word, by which targets are listed. */
    static String id(TargetId id) {
        return id(
                id.server().host(), kind(id.scope()), id.scope().id(), id.egg().value());
    }

    private static String id(String server, String kind, long number, String egg) {
        return server + "/" + kind + "/" + number + "/" + egg;
    }

    static Target target(Cells cells) throws SQLException {
        long number = cells.number("gitlab_id");
        var declared = new EggTarget(
                EggName.of(cells.text("egg_name")),
                GitLabServer.of(cells.text("server")),
                cells.text("kind").equals(GROUP) ? new TargetScope.Group(number) : new TargetScope.Project(number),
                SecretUri.of(cells.text("webhook_secret_uri")));
        var hook = new TargetHook(cells.optionalNumber("hook_id"), TargetHook.Status.of(cells.text("hook_status")));
        return new Target(
                declared,
                cells.optionalText("full_path"),
                hook,
                cells.optionalTime("last_polled_at").filter(NEVER::isBefore),
                cells.optionalTime("last_event_at"));
    }
}
