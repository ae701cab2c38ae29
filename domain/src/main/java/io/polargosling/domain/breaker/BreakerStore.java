package io.polargosling.domain.breaker;

import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Breakers.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
public interface BreakerStore {

    /** The breaker; empty when it was never written, which is as good as closed. */
    Optional<Breaker> find(BreakerScope scope);

    /** Those of {@code scopes} that were ever written; read in as few requests as the database allows. */
    Map<BreakerScope, Breaker> findAll(Set<BreakerScope> scopes);

    /** All breakers, by scope. */
    Page<Breaker> list(PageRequest page);

    /**
     * Writes the breaker: new when its version is 0, else changed at that version.
     *
     * @return the row as written
     * @throws io.polargosling.domain.problem.ConflictException when the version is not the stored one
     */
    Breaker save(Breaker breaker);
}
