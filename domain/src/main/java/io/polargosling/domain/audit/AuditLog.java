package io.polargosling.domain.audit;

import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;

/** Reading the audit record; it is written with the changes it tells of, and never changed. */
public interface AuditLog {

    /** Entries about {@code resource}, newest first. */
    Page<AuditEntry> ofResource(String resource, PageRequest page);
}
