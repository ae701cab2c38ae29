package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.FLAG;
import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.sync.NestHead;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.domain.sync.SyncStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;

/** The Nest's head, which is one row, and the history. */
final class JdbcSyncStore implements SyncStore {

    private static final String CURRENT = "current";

    static final Table HEAD =
            Table.of("nest_head").key(TEXT, "id").with(TEXT, "git_commit").with(TIME, "applied_at", "checked_at");

    static final Table HISTORY = Table.of("sync_history")
            .key(TEXT, "id")
            .with(TEXT, "git_commit", "sync_type", "status", "changes_detected", "findings", "error_message")
            .with(TIME, "synced_at")
            .with(NUMBER, "eggs_synced", "jobs_synced", "duration_ms")
            .with(FLAG, "uf_config_synced");

    private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};
    private static final NewestFirst<SyncRecord> NEWEST = new NewestFirst<>(
            "synced_at",
            JdbcSyncStore::sync,
            sync -> new Cursor.TimeAndId(sync.timing().startedAt(), sync.id().toString()));

    private final Database database;

    JdbcSyncStore(Database database) {
        this.database = database;
    }

    private record Changes(int added, int changed, int removed) {}

    @Override
    public Optional<NestHead> head() {
        return database.read(
                "reading the Nest's head", db -> db.find(HEAD.select().where("id", CURRENT), JdbcSyncStore::nestHead));
    }

    @Override
    public void checked(Instant now, Fence fence) {
        database.change("recording that the Nest was checked", db -> {
            Fences.hold(db, fence);
            boolean _ = db.change(HEAD.row().set("id", CURRENT).set("checked_at", now));
        });
    }

    @Override
    public void record(SyncRecord sync, Optional<NestHead> head, Fence fence) {
        database.change("recording sync " + sync.id(), db -> {
            Fences.hold(db, fence);
            db.save(row(sync));
            head.ifPresent(moved -> moveHead(db, moved));
        });
    }

    @Override
    public Page<SyncRecord> history(PageRequest page) {
        return database.read(
                "listing syncs", db -> NEWEST.page(db, HISTORY.select().by("sync_history_newest"), page));
    }

    private static void moveHead(Session db, NestHead head) {
        db.save(HEAD.row()
                .set("id", CURRENT)
                .set("git_commit", head.commit().value())
                .set("applied_at", head.appliedAt())
                .set("checked_at", head.checkedAt()));
    }

    private static Row row(SyncRecord sync) {
        var outcome = sync.outcome();
        return HISTORY.row()
                .set("id", sync.id())
                .set("git_commit", sync.commit().map(CommitId::value))
                .set("sync_type", sync.trigger())
                .set("status", outcome.status().word())
                .set("changes_detected", Json.write(new Changes(outcome.added(), outcome.changed(), outcome.removed())))
                .set("eggs_synced", (long) outcome.synced().eggs())
                .set("jobs_synced", (long) outcome.synced().jobs())
                .set("uf_config_synced", outcome.synced().policy())
                .set("findings", Json.write(sync.findings()))
                .set("error_message", sync.error())
                .set("synced_at", sync.timing().startedAt())
                .set("duration_ms", sync.timing().duration().toMillis());
    }

    private static NestHead nestHead(Cells cells) throws SQLException {
        return new NestHead(CommitId.of(cells.text("git_commit")), cells.time("applied_at"), cells.time("checked_at"));
    }

    /** Rows written before these were kept have none of them. */
    private static SyncRecord.Synced synced(Cells cells) throws SQLException {
        return new SyncRecord.Synced(
                (int) cells.optionalNumber("eggs_synced").orElse(0),
                (int) cells.optionalNumber("jobs_synced").orElse(0),
                cells.flag("uf_config_synced"));
    }

    private static SyncRecord sync(Cells cells) throws SQLException {
        var changes = Json.read(cells.text("changes_detected"), Changes.class);
        var status = SyncRecord.Status.valueOf(cells.text("status").toUpperCase(Locale.ROOT));
        return new SyncRecord(
                cells.id("id"),
                cells.optionalText("git_commit").map(CommitId::of),
                cells.text("sync_type"),
                new SyncRecord.Outcome(status, changes.added(), changes.changed(), changes.removed(), synced(cells)),
                Json.read(cells.text("findings"), FINDINGS),
                cells.optionalText("error_message"),
                new SyncRecord.Timing(cells.time("synced_at"), Duration.ofMillis(cells.number("duration_ms"))));
    }

    @Override
    public Optional<SyncRecord> find(UUID id) {
        return database.read(
                "reading sync " + id, db -> db.find(HISTORY.select().where("id", id.toString()), JdbcSyncStore::sync));
    }

    @Override
    public int forgetBefore(Instant limit, int atMost) {
        var old = HISTORY.select()
                .only("id")
                .by("sync_history_newest")
                .below("synced_at", limit)
                .rising("synced_at");
        return database.write(
                "forgetting old syncs",
                db -> Expiry.delete(db, old, atMost, cells -> HISTORY.row().set("id", cells.text("id"))));
    }
}
