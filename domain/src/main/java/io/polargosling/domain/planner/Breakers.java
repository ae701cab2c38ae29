package io.polargosling.domain.planner;

import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.Resources;
import io.polargosling.domain.egg.RunnerKind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The breakers that guard an egg and the places it may use; one that was never written is closed.
 *
 * @param places by scope, see {@link #scope}
 */
public record Breakers(Optional<Breaker> egg, Map<BreakerScope, Breaker> places) {

    /** All closed. */
    public static final Breakers CLOSED = new Breakers(Optional.empty(), Map.of());

    public Breakers {
        places = Map.copyOf(places);
    }

    /** What guards machines of this kind and size at {@code placement}. */
    public static BreakerScope scope(Placement placement, RunnerKind kind, Resources resources) {
        return BreakerScope.ofPlace(
                placement.provider().word(),
                placement.zone().or(placement::region).orElse("-"),
                kind.word() + "-" + resources.cpu() + "x" + (resources.memoryBytes() >> 20)
                        + (resources.preemptible() ? "-spot" : ""));
    }

    /** When the place may be tried again; empty when it may be now. */
    public Optional<Instant> restOf(Placement placement, RunnerKind kind, Resources resources, Instant now) {
        return Optional.ofNullable(places.get(scope(placement, kind, resources)))
                .flatMap(b -> rest(b, now));
    }

    /** When the egg may be tried again; empty when it may be now. */
    public Optional<Instant> restOfEgg(Instant now) {
        return egg.flatMap(b -> rest(b, now));
    }

    private static Optional<Instant> rest(Breaker breaker, Instant now) {
        return breaker.allows(now) ? Optional.empty() : breaker.rest().map(Breaker.Rest::nextProbeAt);
    }
}
