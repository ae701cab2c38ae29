package io.polargosling.storage.dynamodb;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.audit.AuditLog;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.Optional;

/** Audit rows, one partition per resource. */
final class DynamoDbAuditLog implements AuditLog {

    private final Table table;

    DynamoDbAuditLog(Table table) {
        this.table = table;
    }

    @Override
    public Page<AuditEntry> ofResource(String resource, PageRequest page) {
        return new Listing<>(
                        table, Index.TABLE, Keys.audit(resource), true, item -> Optional.of(item.doc(AuditEntry.class)))
                .page("reading the audit rows of \"" + resource + "\"", page);
    }
}
