package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.FLAG;
import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggDigest;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.FleetConfig;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rows of eggs and revisions, inside a transaction of the caller. An egg's row holds what its active revision
 * holds, so that it is read with one statement.
 */
final class EggRows {

    static final Table TABLE = Table.of("egg_configs")
            .key(TEXT, "name")
            .with(TEXT, "kind", "config", "config_hash", "git_commit", "state", "reason", "pinned_against")
            .with(NUMBER, "revision", "generation", "generation_seen")
            .with(FLAG, "stale_config", "dirty")
            .with(TIME, "revision_created_at", "synced_at", "created_at", "updated_at", "removed_at");

    static final Table REVISIONS = Table.of("egg_revisions")
            .key(TEXT, "egg_name")
            .key(NUMBER, "revision")
            .with(TEXT, "config", "config_hash", "git_commit")
            .with(TIME, "created_at");

    private record Generations(long raised, long seen) {}

    private EggRows() {}

    static Optional<Egg> find(Session db, EggName name) {
        return db.find(TABLE.select().where("name", name.value()), EggRows::egg);
    }

    /** The egg, kept from others until the transaction ends. */
    static Optional<Egg> lock(Session db, EggName name) {
        return db.find(TABLE.select().where("name", name.value()).lock(), EggRows::egg);
    }

    /** The new generation; empty when there is no such egg. */
    static Optional<Long> raiseGeneration(Session db, EggName name) {
        return lockGenerations(db, name).map(stored -> {
            long raised = stored.raised() + 1;
            db.update(row(name).set("generation", raised).set("dirty", true));
            return raised;
        });
    }

    /** Records that the egg was seen at {@code generation}; false when that is not its generation. */
    static boolean markSeen(Session db, EggName name, long generation) {
        boolean current = lockGenerations(db, name)
                .filter(stored -> stored.raised() == generation)
                .isPresent();
        if (current) {
            db.update(row(name).set("generation_seen", generation).set("dirty", false));
        }
        return current;
    }

    private static Optional<Generations> lockGenerations(Session db, EggName name) {
        return db.find(
                TABLE.select()
                        .only("generation", "generation_seen")
                        .where("name", name.value())
                        .lock(),
                cells -> new Generations(cells.number("generation"), cells.number("generation_seen")));
    }

    static Optional<EggRevision> revision(Session db, EggName egg, long number) {
        return db.find(revisionsOf(egg).where("revision", number), EggRows::revision);
    }

    /** The number of the newest revision; 0 when there is none. */
    static long newestRevision(Session db, EggName egg) {
        return db.find(
                        revisionsOf(egg)
                                .only("egg_name", "revision")
                                .falling("revision")
                                .limit(1),
                        cells -> cells.number("revision"))
                .orElse(0L);
    }

    static Select revisionsOf(EggName egg) {
        return REVISIONS.select().where("egg_name", egg.value());
    }

    static EggRevision revision(Cells cells) throws SQLException {
        return revision(cells, "egg_name", "created_at");
    }

    static void insertRevision(Session db, EggRevision revision) {
        db.insert(row(revision, Json.write(revision.config())));
    }

    private static Row row(EggRevision revision, String config) {
        return REVISIONS
                .row()
                .set("egg_name", revision.egg().value())
                .set("revision", revision.number())
                .set("config", config)
                .set("config_hash", revision.hash())
                .set("git_commit", revision.commit().value())
                .set("created_at", revision.createdAt());
    }

    /** Writes eggs that are not there yet, with their first revisions and their targets. */
    static void insertAll(Session db, List<Egg> eggs, Instant now) {
        var revisions = new ArrayList<Row>();
        var rows = new ArrayList<Row>();
        for (var egg : eggs) {
            var config = Json.write(egg.config());
            revisions.add(row(egg.active(), config));
            rows.add(row(egg, config, now).set("created_at", now));
        }
        db.insertAll(revisions);
        db.insertAll(rows);
        TargetRows.insertAll(db, eggs);
    }

    /** Writes {@code egg} in place of {@code before}, with its targets. */
    static Egg save(Session db, Optional<Egg> before, Egg egg, Instant now) {
        var row = row(egg, Json.write(egg.config()), now);
        // The time of a removal stays as it was when a removed egg is written again.
        if (before.filter(was -> was.state() == egg.state()).isEmpty()) {
            row.set("removed_at", egg.state() == EggState.REMOVED ? now : null);
        }
        if (before.isEmpty()) {
            db.insert(row.set("created_at", now));
        } else {
            db.update(row);
        }
        TargetRows.replace(db, before, egg);
        return egg;
    }

    private static Row row(Egg egg, String config, Instant now) {
        var active = egg.active();
        return row(egg.name())
                .set("revision", active.number())
                .set("kind", kind(active.config()))
                .set("config", config)
                .set("config_hash", active.hash())
                .set("git_commit", active.commit().value())
                .set("revision_created_at", active.createdAt())
                .set("state", word(egg.state()))
                .set("reason", egg.reason())
                .set("stale_config", egg.staleConfig())
                .set("pinned_against", egg.pinnedAgainst())
                .set("generation", egg.generation())
                .set("generation_seen", egg.generationSeen())
                .set("dirty", egg.generation() > egg.generationSeen())
                .set("synced_at", egg.syncedAt())
                .set("updated_at", now);
    }

    static EggDigest digest(Cells cells) throws SQLException {
        return new EggDigest(
                EggName.of(cells.text("name")),
                cells.text("config_hash"),
                state(cells),
                cells.flag("stale_config"),
                cells.flag("dirty"));
    }

    /** Deletes the egg and all that was written with it. */
    static void delete(Session db, EggName egg) {
        db.list(
                        revisionsOf(egg).only("egg_name", "revision"),
                        cells -> REVISIONS
                                .row()
                                .set("egg_name", cells.text("egg_name"))
                                .set("revision", cells.number("revision")))
                .forEach(db::delete);
        TargetRows.delete(db, egg);
        db.delete(row(egg));
    }

    /** For those who look inside; the configuration says it too. */
    private static String kind(FleetConfig config) {
        return switch (config) {
            case EggConfig _ -> "egg";
            case BucketConfig _ -> "bucket";
        };
    }

    static Row row(EggName name) {
        return TABLE.row().set("name", name.value());
    }

    static Egg egg(Cells cells) throws SQLException {
        return new Egg(
                revision(cells, "name", "revision_created_at"),
                state(cells),
                cells.optionalText("reason"),
                cells.flag("stale_config"),
                cells.optionalText("pinned_against"),
                cells.number("generation"),
                cells.number("generation_seen"),
                cells.time("synced_at"));
    }

    private static EggState state(Cells cells) throws SQLException {
        return EggState.valueOf(cells.text("state").toUpperCase(Locale.ROOT));
    }

    static String word(EggState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static EggRevision revision(Cells cells, String egg, String createdAt) throws SQLException {
        return new EggRevision(
                EggName.of(cells.text(egg)),
                cells.number("revision"),
                Json.read(cells.text("config"), FleetConfig.class),
                cells.text("config_hash"),
                CommitId.of(cells.text("git_commit")),
                cells.time(createdAt));
    }
}
