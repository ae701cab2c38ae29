package io.polargosling.storage.jdbc;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.audit.AuditLog;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** Audit rows; a resource {@code runner/abc} is kept as its kind and its name. */
final class JdbcAuditLog implements AuditLog {

    private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};
    private static final NewestFirst<AuditEntry> NEWEST = new NewestFirst<>(
            "audit_logs",
            "\"timestamp\"",
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
        var conditions = List.of(
                new NewestFirst.Equal("resource_type", parts.type()), new NewestFirst.Equal("resource_id", parts.id()));
        return database.read("reading the audit rows of \"" + resource + "\"", db -> NEWEST.page(db, conditions, page));
    }

    /** Adds an entry to the transaction under way. */
    static void add(JdbcClient db, AuditEntry entry) {
        var resource = Resource.of(entry.resource());
        Row.of("audit_logs")
                .key("id", entry.id())
                .set("\"timestamp\"", entry.at())
                .set("actor", entry.actor())
                .set("action", entry.action())
                .set("resource_type", resource.type())
                .set("resource_id", resource.id())
                .set("details", Json.write(entry.details()))
                .insert(db);
    }

    private static AuditEntry entry(ResultSet row, int number) throws SQLException {
        var cells = new Cells(row);
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
        throw new UnsupportedOperationException("comes with the stores of the other tables");
    }

    @Override
    public Page<AuditEntry> newest(PageRequest page) {
        throw new UnsupportedOperationException("comes with the stores of the other tables");
    }

    @Override
    public int forgetBefore(Instant limit, int atMost) {
        throw new UnsupportedOperationException("comes with the stores of the other tables");
    }
}
