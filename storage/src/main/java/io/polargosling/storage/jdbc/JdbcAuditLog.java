package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.audit.AuditLog;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** Audit rows; a resource {@code runner/abc} is kept as its kind and its name. */
final class JdbcAuditLog implements AuditLog {

    static final Table TABLE = Table.of("audit_logs")
            .key(TEXT, "id")
            .with(TIME, "timestamp")
            .with(TEXT, "actor", "action", "resource_type", "resource_id", "details");

    private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};
    private static final NewestFirst<AuditEntry> NEWEST = new NewestFirst<>(
            "timestamp",
            JdbcAuditLog::entry,
            entry -> new Cursor.TimeAndId(entry.at(), entry.id().toString()));

    private final Database database;

    JdbcAuditLog(Database database) {
        this.database = database;
    }

    private record Resource(String type, String id) {

        static Resource of(String text) {
            int slash = text.indexOf('/');
            return slash < 0
                    ? new Resource("", text)
                    : new Resource(text.substring(0, slash), text.substring(slash + 1));
        }

        @Override
        public String toString() {
            return type.isEmpty() ? id : type + "/" + id;
        }
    }

    @Override
    public Page<AuditEntry> ofResource(String resource, PageRequest page) {
        var parts = Resource.of(resource);
        var rows = TABLE.select()
                .by("audit_logs_resource")
                .where("resource_type", parts.type())
                .where("resource_id", parts.id());
        return database.read("reading the audit rows of \"" + resource + "\"", db -> NEWEST.page(db, rows, page));
    }

    /** Adds an entry to the transaction under way. */
    static void add(Session db, AuditEntry entry) {
        db.insert(row(entry));
    }

    static Row row(AuditEntry entry) {
        var resource = Resource.of(entry.resource());
        return TABLE.row()
                .set("id", entry.id())
                .set("timestamp", entry.at())
                .set("actor", entry.actor())
                .set("action", entry.action())
                .set("resource_type", resource.type())
                .set("resource_id", resource.id())
                .set("details", Json.write(entry.details()));
    }

    private static AuditEntry entry(Cells cells) throws SQLException {
        var resource = new Resource(cells.text("resource_type"), cells.text("resource_id"));
        return new AuditEntry(
                cells.id("id"),
                cells.time("timestamp"),
                cells.text("actor"),
                cells.text("action"),
                resource.toString(),
                Json.read(cells.text("details"), DETAILS));
    }

    @Override
    public Page<AuditEntry> ofActor(String actor, PageRequest page) {
        var rows = TABLE.select().by("audit_logs_actor").where("actor", actor);
        return database.read("reading the audit rows of actor \"" + actor + "\"", db -> NEWEST.page(db, rows, page));
    }

    @Override
    public Page<AuditEntry> newest(PageRequest page) {
        return database.read(
                "reading the audit rows", db -> NEWEST.page(db, TABLE.select().by("audit_logs_time"), page));
    }

    @Override
    public int forgetBefore(Instant limit, int atMost) {
        var old = TABLE.select()
                .only("id")
                .by("audit_logs_time")
                .below("timestamp", limit)
                .rising("timestamp");
        return database.write(
                "forgetting old audit rows",
                db -> Expiry.delete(db, old, atMost, cells -> TABLE.row().set("id", cells.text("id"))));
    }
}
