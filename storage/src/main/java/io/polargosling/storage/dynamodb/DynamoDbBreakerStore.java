package io.polargosling.storage.dynamodb;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.breaker.BreakerStore;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
    public Map<BreakerScope, Breaker> findAll(Set<BreakerScope> scopes) {
        var keys = scopes.stream().map(Keys::breaker).toList();
        return table.getAll("reading " + keys.size() + " breakers", keys).values().stream()
                .map(DynamoDbBreakerStore::breaker)
                .collect(toUnmodifiableMap(Breaker::scope, Function.identity()));
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
