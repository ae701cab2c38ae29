package io.polargosling.storage.dynamodb;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.audit.AuditLog;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Audit rows, in the partition of what they tell of. */
final class DynamoDbAuditLog implements AuditLog {

    private static final String BY_TIME = "AUDIT";

    private final Table table;

    DynamoDbAuditLog(Table table) {
        this.table = table;
    }

    static Item item(AuditEntry entry) {
        var place = Places.timeAndId(entry.at(), entry.id());
        return Item.at(Keys.audit(entry))
                .doc(entry)
                .in(Index.LIST_1, Shards.of(BY_TIME, entry.id()), place)
                .in(Index.LIST_2, Shards.of(byActor(entry.actor()), entry.id()), place);
    }

    @Override
    public Page<AuditEntry> ofResource(String resource, PageRequest page) {
        return list(Index.TABLE, List.of(Keys.audit(resource)))
                .page("reading the audit rows of \"" + resource + "\"", page);
    }

    @Override
    public Page<AuditEntry> ofActor(String actor, PageRequest page) {
        return list(Index.LIST_2, Shards.all(byActor(actor)))
                .page("reading the audit rows of actor \"" + actor + "\"", page);
    }

    @Override
    public Page<AuditEntry> newest(PageRequest page) {
        return list(Index.LIST_1, Shards.all(BY_TIME)).page("reading the audit rows", page);
    }

    @Override
    public int forgetBefore(Instant limit, int atMost) {
        var lists = Shards.all(BY_TIME).stream()
                .map(list -> Query.of(Index.LIST_1, list, Query.ALL).before(Places.time(limit)))
                .toList();
        return Forgetting.of(
                        table,
                        "forgetting old audit rows",
                        row -> row.doc(AuditEntry.class).at().isBefore(limit))
                .in(lists, atMost);
    }

    private Listing<AuditEntry> list(Index index, List<String> partitions) {
        return Listing.falling(table, index, partitions, item -> Optional.of(item.doc(AuditEntry.class)));
    }

    private static String byActor(String actor) {
        return "AUDIT#actor#" + Key.part(actor);
    }
}
