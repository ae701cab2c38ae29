package io.polargosling.domain.planner;

import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.demand.ReasonCode;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What stands between a runner that is wanted and its creation: failures of the egg and of places. A breaker whose rest
 * is over lets one creation through; who makes it records the probe on the breaker's row.
 */
final class Gates {

    private final PlannerInput input;
    private final Room room;
    private final Set<BreakerScope> probed = new HashSet<>();
    private final Optional<Instant> backoff;
    private final Map<RunnerKind, List<Place>> places = new EnumMap<>(RunnerKind.class);

    /** A place for runners of one kind, with its breaker where that is not closed. */
    private record Place(Placement placement, Optional<Breaker> breaker) {}

    /** The answer to a wish for one more runner. */
    sealed interface Answer {

        /** It may be made at {@code placement}. */
        record Open(Placement placement) implements Answer {}

        /**
         * It may not be made.
         *
         * @param until when it may be; empty when that depends on what is under way
         * @param inputs what it was judged by
         */
        record Shut(ReasonCode code, Optional<Instant> until, Map<String, String> inputs) implements Answer {}
    }

    Gates(PlannerInput input, Room room, Set<RunnerId> failing) {
        this.input = input;
        this.room = room;
        for (var kind : RunnerKind.values()) {
            places.put(
                    kind,
                    input.egg().config().placements().stream()
                            .map(placement -> new Place(placement, breakerOf(placement, kind)))
                            .toList());
        }
        // An open breaker alone says when the next try is.
        this.backoff = input.breakers().egg().filter(Gates::isOpen).isPresent()
                ? Optional.empty()
                : FailureBackoff.restUntil(input.fleet().recent(), failing, this::isAtRestingPlace, input.now())
                        .filter(until -> until.isAfter(input.now()));
    }

    /** Whether, and where, one more of {@code kind} may be made; one that is let through as a probe is remembered. */
    Answer ask(RunnerKind kind) {
        if (room.isFullOfFailed()) {
            return shut(ReasonCode.FAILED_RUNNERS, Optional.empty(), Map.of("max", String.valueOf(room.most())));
        }
        var breaker = input.breakers().egg().filter(Gates::isOpen);
        if (breaker.isPresent() && !mayProbe(breaker.get(), any -> true)) {
            var cause = breaker.get().cause().orElse("");
            return shut(ReasonCode.BREAKER_OPEN, restOf(breaker.get()), Map.of("cause", cause));
        }
        if (backoff.isPresent()) {
            return shut(ReasonCode.BACKING_OFF, backoff, Map.of());
        }
        var place = of(kind).stream().filter(one -> mayUse(one, kind)).findFirst();
        if (place.isEmpty()) {
            return shut(ReasonCode.NO_CAPACITY, earliestRest(kind), Map.of("kind", kind.word()));
        }
        breaker.ifPresent(probe -> probed.add(probe.scope()));
        place.get().breaker().ifPresent(probe -> probed.add(probe.scope()));
        return new Answer.Open(place.get().placement());
    }

    private static Answer shut(ReasonCode code, Optional<Instant> until, Map<String, String> inputs) {
        var all = new TreeMap<>(inputs);
        until.ifPresent(at -> all.put("until", at.toString()));
        return new Answer.Shut(code, until, all);
    }

    private List<Place> of(RunnerKind kind) {
        return places.getOrDefault(kind, List.of());
    }

    private boolean mayUse(Place place, RunnerKind kind) {
        if (place.breaker().isEmpty()) {
            return true;
        }
        var scope = scope(place.placement(), kind);
        return mayProbe(
                place.breaker().get(),
                runner -> scope.equals(
                        scope(runner.origin().placement(), runner.origin().kind())));
    }

    /** True when the rest is over and no probe is under way, by the breaker's row or by that of a runner. */
    private boolean mayProbe(Breaker breaker, Predicate<Runner> isGuarded) {
        return breaker.allows(input.now())
                && !probed.contains(breaker.scope())
                && input.fleet().live().stream()
                        .filter(runner -> runner.state() == RunnerState.PROVISIONING)
                        .filter(isGuarded)
                        .noneMatch(runner -> madeSinceRest(runner, breaker));
    }

    private static boolean madeSinceRest(Runner runner, Breaker breaker) {
        return breaker.rest()
                .filter(rest -> !runner.origin().createdAt().isBefore(rest.nextProbeAt()))
                .isPresent();
    }

    private boolean isAtRestingPlace(Runner runner) {
        return breakerOf(runner.origin().placement(), runner.origin().kind()).isPresent();
    }

    private Optional<Breaker> breakerOf(Placement placement, RunnerKind kind) {
        return Optional.ofNullable(input.breakers().places().get(scope(placement, kind)))
                .filter(Gates::isOpen);
    }

    private BreakerScope scope(Placement placement, RunnerKind kind) {
        return Breakers.scope(placement, kind, input.egg().config().resources());
    }

    private static boolean isOpen(Breaker breaker) {
        return breaker.rest().isPresent();
    }

    /** Empty while a probe is under way, whose end is seen by itself. */
    private Optional<Instant> restOf(Breaker breaker) {
        return breaker.rest().map(Breaker.Rest::nextProbeAt).filter(at -> at.isAfter(input.now()));
    }

    private Optional<Instant> earliestRest(RunnerKind kind) {
        return of(kind).stream()
                .flatMap(place -> place.breaker().stream())
                .flatMap(breaker -> restOf(breaker).stream())
                .min(Instant::compareTo);
    }
}
