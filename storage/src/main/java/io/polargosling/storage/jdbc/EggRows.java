package io.polargosling.storage.jdbc;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.storage.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of eggs, revisions and targets, inside a transaction of the caller. */
final class EggRows {

    static final String SELECT =
            "SELECT e.*, r.config, r.config_hash, r.git_commit, r.created_at AS revision_created_at"
                    + " FROM egg_configs e JOIN egg_revisions r ON r.egg_name = e.name AND r.revision = e.revision";

    private EggRows() {}

    static Optional<Egg> find(JdbcClient db, EggName name) {
        return db.sql(SELECT + " WHERE e.name = ?")
                .params(name.value())
                .query(EggRows::egg)
                .optional();
    }

    /** Keeps others from changing the egg until the transaction ends. */
    static void lock(JdbcClient db, EggName name) {
        var _ = db.sql("SELECT name FROM egg_configs WHERE name = ? FOR UPDATE")
                .params(name.value())
                .query(String.class)
                .optional();
    }

    static void raiseGeneration(JdbcClient db, EggName name) {
        int _ = db.sql("UPDATE egg_configs SET generation = generation + 1, row_version = row_version + 1"
                        + " WHERE name = ?")
                .params(name.value())
                .update();
    }

    static Optional<EggRevision> revision(JdbcClient db, EggName egg, long number) {
        return db.sql("SELECT r.egg_name AS name, r.revision, r.config, r.config_hash, r.git_commit,"
                        + " r.created_at AS revision_created_at"
                        + " FROM egg_revisions r WHERE r.egg_name = ? AND r.revision = ?")
                .params(egg.value(), number)
                .query((row, index) -> revision(new Cells(row)))
                .optional();
    }

    static void insertRevision(JdbcClient db, EggRevision revision) {
        Row.of("egg_revisions")
                .key("egg_name", revision.egg().value())
                .key("revision", revision.number())
                .set("config", Json.write(revision.config()))
                .set("config_hash", revision.hash())
                .set("git_commit", revision.commit().value())
                .set("created_at", revision.createdAt())
                .insert(db);
    }

    static void replaceTargets(JdbcClient db, EggConfig config) {
        int _ = db.sql("DELETE FROM egg_targets WHERE egg_name = ?")
                .params(config.name().value())
                .update();
        var binding = config.gitlab();
        String kind = switch (binding.scope()) {
            case TargetScope.Project project -> "project";
            case TargetScope.Group group -> "group";
        };
        Row.of("egg_targets")
                .key("server", binding.server().host())
                .key("kind", kind)
                .key("gitlab_id", binding.scope().id())
                .key("egg_name", config.name().value())
                .set("webhook_secret_uri", binding.webhookSecret().text())
                .insert(db);
    }

    static Egg save(JdbcClient db, Egg egg, boolean fresh, Instant now) {
        var row = Row.of("egg_configs")
                .key("name", egg.name().value())
                .set("revision", egg.active().number())
                .set("state", word(egg.state()))
                .set("reason", egg.reason())
                .set("stale_config", egg.staleConfig())
                .set("generation", egg.generation())
                .set("generation_seen", egg.generationSeen())
                .set("synced_at", egg.syncedAt())
                .set("updated_at", now)
                .set("removed_at", egg.state() == EggState.REMOVED ? now : null);
        if (fresh) {
            row.set("created_at", now).insert(db);
        } else {
            row.save(db);
        }
        return egg;
    }

    static Egg egg(ResultSet row, int number) throws SQLException {
        var cells = new Cells(row);
        return new Egg(
                revision(cells),
                EggState.valueOf(cells.text("state").toUpperCase(Locale.ROOT)),
                cells.optionalText("reason"),
                cells.flag("stale_config"),
                cells.number("generation"),
                cells.number("generation_seen"),
                cells.time("synced_at"));
    }

    static String word(EggState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static EggRevision revision(Cells cells) throws SQLException {
        return new EggRevision(
                EggName.of(cells.text("name")),
                cells.number("revision"),
                Json.read(cells.text("config"), EggConfig.class),
                cells.text("config_hash"),
                CommitId.of(cells.text("git_commit")),
                cells.time("revision_created_at"));
    }
}
