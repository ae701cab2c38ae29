package io.polargosling.domain.audit;

import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;

/** The audit record; it is written with the changes it tells of, and never changed until it is forgotten. */
public interface AuditLog {

    /** Entries about {@code resource}, newest first. */
    Page<AuditEntry> ofResource(String resource, PageRequest page);

    /** Entries by {@code actor}, newest first. */
    Page<AuditEntry> ofActor(String actor, PageRequest page);

    /** All entries, newest first. */
    Page<AuditEntry> newest(PageRequest page);

    /**
     * Deletes entries older than {@code limit}.
     *
     * @param atMost 1 to 500
     * @return how many; there may be more when it is {@code atMost}
     */
    int forgetBefore(Instant limit, int atMost);
}
