package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.COUNT;
import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.breaker.BreakerStore;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Breakers. */
final class JdbcBreakerStore implements BreakerStore {

    static final Table TABLE = Table.of("breakers")
            .key(TEXT, "scope")
            .with(TEXT, "state", "cause")
            .with(COUNT, "failures")
            .with(NUMBER, "interval_ms")
            .with(TIME, "opened_at", "next_probe_at");

    private final Database database;

    JdbcBreakerStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Breaker> find(BreakerScope scope) {
        return database.read(
                "reading breaker \"" + scope + "\"", db -> db.find(ofScope(scope), JdbcBreakerStore::breaker));
    }

    @Override
    public Map<BreakerScope, Breaker> findAll(Set<BreakerScope> scopes) {
        if (scopes.isEmpty()) {
            return Map.of();
        }
        var rows = TABLE.select()
                .in("scope", scopes.stream().map(BreakerScope::value).toList());
        return database
                .read("reading " + scopes.size() + " breakers", db -> db.list(rows, JdbcBreakerStore::breaker))
                .stream()
                .collect(toUnmodifiableMap(Breaker::scope, Function.identity()));
    }

    @Override
    public Page<Breaker> list(PageRequest page) {
        int limit = Cursor.limit(page);
        // No scope is below the empty one, so that one begins the list.
        var rows = TABLE.select()
                .above("scope", Cursor.key(page).orElse(""))
                .rising("scope")
                .limit(limit + 1);
        var found = database.read("listing breakers", db -> db.list(rows, JdbcBreakerStore::breaker));
        return NewestFirst.cut(
                found, limit, breaker -> Cursor.encode(breaker.scope().value()));
    }

    @Override
    public Breaker save(Breaker breaker) {
        return database.write("writing breaker \"" + breaker.scope() + "\"", db -> {
            var stored = db.find(ofScope(breaker.scope()).lock(), JdbcBreakerStore::breaker);
            long version = stored.map(Breaker::version).orElse(0L);
            if (version != breaker.version()) {
                throw new ConflictException("writing breaker \"" + breaker.scope() + "\" at version "
                        + breaker.version() + ": it has changed (stored: " + version + "; read it again)");
            }
            if (stored.isPresent()) {
                db.update(row(breaker));
            } else {
                db.insert(row(breaker));
            }
            return breaker.withVersion(version + 1);
        });
    }

    static Select ofScope(BreakerScope scope) {
        return TABLE.select().where("scope", scope.value());
    }

    static Breaker breaker(Cells cells) throws SQLException {
        Optional<Breaker.Rest> rest = Optional.empty();
        var openedAt = cells.optionalTime("opened_at");
        if (openedAt.isPresent()) {
            rest = Optional.of(new Breaker.Rest(
                    openedAt.get(), Duration.ofMillis(cells.number("interval_ms")), cells.time("next_probe_at")));
        }
        return new Breaker(
                new BreakerScope(cells.text("scope")),
                Breaker.State.of(cells.text("state")),
                cells.count("failures"),
                cells.optionalText("cause"),
                rest,
                cells.number(Table.VERSION));
    }

    private static Row row(Breaker breaker) {
        return TABLE.row()
                .set("scope", breaker.scope().value())
                .set("state", breaker.state().word())
                .set("failures", breaker.failures())
                .set("cause", breaker.cause())
                .set("opened_at", breaker.rest().map(Breaker.Rest::openedAt))
                .set("interval_ms", breaker.rest().map(rest -> rest.interval().toMillis()))
                .set("next_probe_at", breaker.rest().map(Breaker.Rest::nextProbeAt));
    }
}
