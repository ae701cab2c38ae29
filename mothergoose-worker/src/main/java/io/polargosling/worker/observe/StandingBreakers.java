package io.polargosling.worker.observe;

import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.breaker.BreakerStore;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.planner.Breakers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the breakers that guard an egg and the places it may use. */
final class StandingBreakers {

    private final BreakerStore store;

    StandingBreakers(BreakerStore store) {
        this.store = store;
    }

    Breakers of(Egg egg) {
        var config = egg.config();
        var kinds = config.type().map(List::of).orElse(List.of(RunnerKind.values()));
        Map<BreakerScope, Breaker> places = new HashMap<>();
        for (var placement : config.placements()) {
            for (var kind : kinds) {
                var scope = Breakers.scope(placement, kind, config.resources());
                store.find(scope).ifPresent(breaker -> places.put(scope, breaker));
            }
        }
        return new Breakers(store.find(BreakerScope.of(egg.name())), places);
    }
}
