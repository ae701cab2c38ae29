package io.polargosling.storage.dynamodb;

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
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is learnt of targets; the items themselves come and go with their eggs. */
final class DynamoDbTargetStore implements TargetStore {

    private final Table table;

    DynamoDbTargetStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<Target> find(TargetId id) {
        return table.get("reading a target of egg \"" + id.egg() + "\"", Keys.target(id))
                .map(item -> TargetItems.target(table, item));
    }

    @Override
    public Page<Target> ofEgg(EggName egg, PageRequest page) {
        return list(Index.LIST_1, TargetItems.ofEgg(egg))
                .page("listing the targets of egg \"" + egg + "\"", page, Cursor.place(page));
    }

    @Override
    public Page<Target> groups(GitLabServer server, PageRequest page) {
        return list(Index.LIST_2, TargetItems.groups(server))
                .page("listing the groups on " + server, page, Cursor.place(page));
    }

    @Override
    public Page<Target> polledBefore(Instant limit, PageRequest page) {
        return list(Index.TODO, TargetItems.BY_POLL).below(Places.time(limit)).page("listing targets to poll", page);
    }

    private Listing<Target> list(Index index, String partition) {
        return Listing.rising(table, index, partition, item -> Optional.of(TargetItems.target(table, item)));
    }

    @Override
    public boolean markPolled(TargetId id, Instant at) {
        var place = Value.text(TargetItems.polled(at, id));
        return markLater(
                id,
                TargetItems.POLLED,
                Expression.of("SET #last_polled_at = :at, #todo_at = :place ADD #row_version :one")
                        .with(":place", place),
                at);
    }

    @Override
    public boolean markEvent(TargetId id, Instant at) {
        return markLater(id, TargetItems.EVENT, Expression.of("SET #last_event_at = :at ADD #row_version :one"), at);
    }

    @Override
    public boolean saveHook(TargetId id, TargetHook hook) {
        return set(id, TargetItems.HOOK, Value.document(hook));
    }

    @Override
    public boolean savePath(TargetId id, String fullPath) {
        return set(id, TargetItems.PATH, Value.text(fullPath));
    }

    private boolean set(TargetId id, String name, AttributeValue value) {
        var setting = Expression.of("SET #" + name + " = :value ADD #row_version :one")
                .with(":value", value)
                .with(":one", Value.number(1));
        return table.update(changing(id), Keys.target(id), setting, Expression.present())
                .isPresent();
    }

    private boolean markLater(TargetId id, String name, Expression marking, Instant at) {
        var later =
                Expression.of("attribute_exists(#pk) AND (attribute_not_exists(#" + name + ") OR #" + name + " < :at)");
        var marked = table.update(
                changing(id),
                Keys.target(id),
                marking.with(":at", Value.text(Places.time(at))).with(":one", Value.number(1)),
                later);
        return marked.isPresent() || table.get(changing(id), Keys.target(id)).isPresent();
    }

    private static String changing(TargetId id) {
        return "changing a target of egg \"" + id.egg() + "\"";
    }
}
