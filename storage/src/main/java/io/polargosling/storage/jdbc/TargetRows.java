package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.FLAG;
import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.secret.SecretUri;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of what eggs serve. Each tells whether its egg accepts runners, so that matching a webhook reads only
 * these rows.
 */
final class TargetRows {

    static final Table TABLE = Table.of("egg_targets")
            .key(TEXT, "server", "kind")
            .key(NUMBER, "gitlab_id")
            .key(TEXT, "egg_name")
            .with(TEXT, "id", "repo", "api_token_uri", "webhook_secret_uri", "full_path", "hook_status")
            .with(NUMBER, "hook_id")
            .with(FLAG, "accepting")
            .with(TIME, "last_polled_at", "last_event_at");

    static final String GROUP = "group";

    /** In the column of the last poll: none was made. A missing value would stand elsewhere in the order. */
    static final Instant NEVER = Instant.EPOCH;

    private record Key(String server, String kind, long id, String egg) {

        static Key of(TargetId id) {
            return new Key(
                    id.server().host(),
                    TargetRows.kind(id.scope()),
                    id.scope().id(),
                    id.egg().value());
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

    /** Makes what {@code egg} answers for its only targets; {@code before} is the egg as it was. */
    static void replace(Session db, Optional<Egg> before, Egg egg) {
        boolean same = before.filter(was -> was.acceptsRunners() == egg.acceptsRunners()
                        && was.config().targets().equals(egg.config().targets()))
                .isPresent();
        if (!same) {
            replace(db, egg, before.isEmpty() ? Set.of() : keysOf(db, egg.name()));
        }
    }

    private static void replace(Session db, Egg egg, Set<Key> stored) {
        var wanted = new LinkedHashMap<Key, EggTarget>();
        egg.config().targets().forEach(target -> wanted.put(Key.of(target.id()), target));
        stored.stream().filter(key -> !wanted.containsKey(key)).forEach(key -> db.delete(key.row()));
        wanted.forEach((key, target) -> {
            if (stored.contains(key)) {
                db.update(declared(target, egg.acceptsRunners()));
            } else {
                db.insert(fresh(target, egg.acceptsRunners()));
            }
        });
    }

    /** Writes the targets of eggs that are not there yet. */
    static void insertAll(Session db, List<Egg> eggs) {
        db.insertAll(eggs.stream()
                .flatMap(egg -> egg.config().targets().stream().map(target -> fresh(target, egg.acceptsRunners())))
                .toList());
    }

    private static Row fresh(EggTarget target, boolean accepting) {
        return declared(target, accepting)
                .set("id", id(target.id()))
                .set("last_polled_at", NEVER)
                .set("hook_status", TargetHook.Status.UNKNOWN.word());
    }

    private static Row declared(EggTarget target, boolean accepting) {
        return row(target.id())
                .set("repo", target.repo())
                .set("api_token_uri", target.apiToken().text())
                .set("webhook_secret_uri", target.webhookSecret().text())
                .set("accepting", accepting);
    }

    /** Deletes all targets of {@code egg}. */
    static void delete(Session db, EggName egg) {
        keysOf(db, egg).forEach(key -> db.delete(key.row()));
    }

    private static Set<Key> keysOf(Session db, EggName egg) {
        return Set.copyOf(db.list(
                TABLE.select()
                        .only("server", "kind", "gitlab_id", "egg_name")
                        .by("egg_targets_egg")
                        .where("egg_name", egg.value()),
                Key::read));
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
                cells -> declared(db, cells));
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
        return Key.of(id).row();
    }

    /** The key in one word, by which targets are listed. */
    static String id(TargetId id) {
        return id.server() + "/" + kind(id.scope()) + "/" + id.scope().id() + "/" + id.egg();
    }

    /** Reads the rows that {@code db} finds. */
    static Session.Mapping<Target> target(Session db) {
        return cells -> new Target(
                declared(db, cells),
                cells.optionalText("full_path"),
                new TargetHook(cells.optionalNumber("hook_id"), TargetHook.Status.of(cells.text("hook_status"))),
                cells.optionalTime("last_polled_at").filter(NEVER::isBefore),
                cells.optionalTime("last_event_at"));
    }

    private static EggTarget declared(Session db, Cells cells) throws SQLException {
        long number = cells.number("gitlab_id");
        var id = new TargetId(
                GitLabServer.of(cells.text("server")),
                cells.text("kind").equals(GROUP) ? new TargetScope.Group(number) : new TargetScope.Project(number),
                EggName.of(cells.text("egg_name")));
        var apiToken = cells.optionalText("api_token_uri");
        return new EggTarget(
                id.egg(),
                cells.optionalText("repo"),
                id.server(),
                id.scope(),
                apiToken.isPresent() ? SecretUri.of(apiToken.get()) : apiTokenByConfig(db, id),
                SecretUri.of(cells.text("webhook_secret_uri")));
    }

    /** For rows written when they did not name it. */
    private static SecretUri apiTokenByConfig(Session db, TargetId id) {
        return EggRows.find(db, id.egg())
                .flatMap(egg -> egg.config().configOf(id))
                .map(config -> config.gitlab().apiToken())
                .orElseThrow(() -> new InternalException("reading a target of egg \"" + id.egg()
                        + "\": neither its row nor the egg names its API token (expected: one of them)"));
    }
}
