package io.polargosling.testkit.memory;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.audit.AuditLog;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Audit rows. */
final class MemoryAudit implements AuditLog {

    private static final Listing<AuditEntry, Listing.Moment> NEWEST =
            Listing.newest(AuditEntry::at, entry -> entry.id().toString());

    private final Rows rows;
    private final Table<UUID, AuditEntry> entries;
    private final Table.Index<UUID, String, AuditEntry> byResource;

    MemoryAudit(Rows rows) {
        this.rows = rows;
        entries = new Table<>(rows, "the audit record");
        byResource = entries.by(entry -> Optional.of(entry.resource()));
    }

    /** Adds an entry to the write under way. */
    void add(AuditEntry entry) {
        entries.insert(entry.id(), entry);
    }

    @Override
    public Page<AuditEntry> ofResource(String resource, PageRequest page) {
        return rows.read(() -> NEWEST.page(byResource.of(resource).stream(), page));
    }

    @Override
    public Page<AuditEntry> ofActor(String actor, PageRequest page) {
        return rows.read(() ->
                NEWEST.page(entries.all().stream().filter(entry -> entry.actor().equals(actor)), page));
    }

    @Override
    public Page<AuditEntry> newest(PageRequest page) {
        return rows.read(() -> NEWEST.page(entries.all().stream(), page));
    }

    @Override
    public int forgetBefore(Instant limit, int atMost) {
        return entries.forget(
                entries.all().stream().filter(entry -> entry.at().isBefore(limit)), atMost, AuditEntry::id);
    }
}
