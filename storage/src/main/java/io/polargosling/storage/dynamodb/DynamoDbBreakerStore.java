package io.polargosling.storage.dynamodb;

import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.breaker.BreakerStore;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.Optional;

/** Breakers. */
final class DynamoDbBreakerStore implements BreakerStore {

    private static final String ALL = "BREAKERS";

    private final Table table;

    DynamoDbBreakerStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<Breaker> find(BreakerScope scope) {
        return table.get("reading breaker \"" + scope + "\"", Keys.breaker(scope))
                .map(DynamoDbBreakerStore::breaker);
    }

    @Override
    public Page<Breaker> list(PageRequest page) {
        return Listing.rising(table, Index.LIST_1, ALL, item -> Optional.of(breaker(item)))
                .page("listing breakers", page, Cursor.place(page));
    }

    @Override
    public Breaker save(Breaker breaker) {
        String what = "writing breaker \"" + breaker.scope() + "\"";
        return table.write(what, transaction -> {
            var written = breaker.withVersion(breaker.version() + 1);
            transaction.put(
                    Item.at(Keys.breaker(breaker.scope()))
                            .version(written.version())
                            .doc(written)
                            .in(Index.LIST_1, ALL, Key.part(breaker.scope().value())),
                    Expression.atVersion(breaker.version()),
                    () -> new ConflictException(what + " at version " + breaker.version()
                            + ": it has changed (expected: that version; read it again)"));
            return written;
        });
    }

    static Breaker breaker(Item item) {
        return item.doc(Breaker.class);
    }
}
