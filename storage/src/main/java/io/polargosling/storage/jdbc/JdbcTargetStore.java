package io.polargosling.storage.jdbc;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetStore;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Optional;

/** What is learnt of targets; the rows themselves come and go with their eggs. */
final class JdbcTargetStore implements TargetStore {

    private final Database database;

    JdbcTargetStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Target> find(TargetId id) {
        return database.read(
                "reading a target of egg \"" + id.egg() + "\"",
                db -> db.find(TargetRows.byId(id), TargetRows.target(db)));
    }

    @Override
    public Page<Target> ofEgg(EggName egg, PageRequest page) {
        var rows = TargetRows.TABLE.select().by("egg_targets_of_egg").where("egg_name", egg.value());
        return database.read("listing the targets of egg \"" + egg + "\"", db -> byId(db, rows, page));
    }

    @Override
    public Page<Target> groups(GitLabServer server, PageRequest page) {
        var rows = TargetRows.TABLE
                .select()
                .by("egg_targets_kind")
                .where("server", server.host())
                .where("kind", TargetRows.GROUP);
        return database.read("listing the groups on " + server, db -> byId(db, rows, page));
    }

    @Override
    public Page<Target> polledBefore(Instant limit, PageRequest page) {
        int size = Cursor.limit(page);
        var rows = TargetRows.TABLE.select().by("egg_targets_polled").below("last_polled_at", limit);
        Cursor.timeAndId(page).ifPresent(last -> rows.beyond("last_polled_at", last.time(), "id", last.id()));
        var found = database.read(
                "listing targets to poll",
                db -> db.list(rows.rising("last_polled_at", "id").limit(size + 1), TargetRows.target(db)));
        return NewestFirst.cut(
                found,
                size,
                target -> new Cursor.TimeAndId(
                                target.lastPolledAt().orElse(TargetRows.NEVER), TargetRows.id(target.id()))
                        .text());
    }

    @Override
    public boolean markPolled(TargetId id, Instant at) {
        return markLater(id, "last_polled_at", at);
    }

    @Override
    public boolean markEvent(TargetId id, Instant at) {
        return markLater(id, "last_event_at", at);
    }

    @Override
    public boolean saveHook(TargetId id, TargetHook hook) {
        return change(
                id,
                TargetRows.row(id)
                        .set("hook_id", hook.id())
                        .set("hook_status", hook.status().word()));
    }

    @Override
    public boolean savePath(TargetId id, String fullPath) {
        return change(id, TargetRows.row(id).set("full_path", fullPath));
    }

    private boolean change(TargetId id, Row row) {
        return database.write("changing a target of egg \"" + id.egg() + "\"", db -> db.change(row));
    }

    private boolean markLater(TargetId id, String column, Instant at) {
        return database.write("changing a target of egg \"" + id.egg() + "\"", db -> {
            var stored = db.find(
                    TargetRows.byId(id).only(column).lock(),
                    cells -> cells.optionalTime(column).orElse(TargetRows.NEVER));
            if (stored.filter(at::isAfter).isPresent()) {
                db.update(TargetRows.row(id).set(column, at));
            }
            return stored.isPresent();
        });
    }

    private static Page<Target> byId(Session db, Select rows, PageRequest page) {
        int limit = Cursor.limit(page);
        // No id is below the empty one, so that one begins the list.
        var found = db.list(
                rows.above("id", Cursor.key(page).orElse("")).rising("id").limit(limit + 1), TargetRows.target(db));
        return NewestFirst.cut(found, limit, target -> Cursor.encode(TargetRows.id(target.id())));
    }
}
