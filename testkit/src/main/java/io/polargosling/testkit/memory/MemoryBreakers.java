package io.polargosling.testkit.memory;

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
final class MemoryBreakers implements BreakerStore {

    private static final Listing<Breaker, String> BY_SCOPE =
            Listing.byName(breaker -> breaker.scope().value());

    private final Rows rows;
    private final Table<BreakerScope, Breaker> breakers;

    MemoryBreakers(Rows rows) {
        this.rows = rows;
        breakers = new Table<>(rows, "breakers");
    }

    @Override
    public Optional<Breaker> find(BreakerScope scope) {
        return rows.read(() -> breakers.find(scope));
    }

    @Override
    public Map<BreakerScope, Breaker> findAll(Set<BreakerScope> scopes) {
        return rows.read(() -> scopes.stream()
                .flatMap(scope -> breakers.find(scope).stream())
                .collect(toUnmodifiableMap(Breaker::scope, Function.identity())));
    }

    @Override
    public Page<Breaker> list(PageRequest page) {
        return rows.read(() -> BY_SCOPE.page(breakers.all().stream(), page));
    }

    @Override
    public Breaker save(Breaker breaker) {
        return rows.write(() -> {
            long version = breakers.find(breaker.scope()).map(Breaker::version).orElse(0L);
            if (version != breaker.version()) {
                throw new ConflictException("writing breaker \"" + breaker.scope() + "\" at version "
                        + breaker.version() + ": it has changed (stored: " + version + "; read it again)");
            }
            var written = breaker.withVersion(version + 1);
            breakers.put(breaker.scope(), written);
            return written;
        });
    }
}
