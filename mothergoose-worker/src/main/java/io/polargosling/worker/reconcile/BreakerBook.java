package io.polargosling.worker.reconcile;

import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.breaker.BreakerStore;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.planner.Breakers;
import io.polargosling.domain.planner.RunnerChange;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.worker.observe.EggFacts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the breakers: what failed rests, one probe goes through, a success closes. */
final class BreakerBook {

    private static final Logger log = LoggerFactory.getLogger(BreakerBook.class);
    private static final int OF_EGG = 3;
    private static final int OF_PLACE = 5;
    /** How long a place rests that said it has no room. */
    private static final Duration NO_ROOM = Duration.ofMinutes(10);

    private final BreakerStore store;
    private final InstantSource clock;

    BreakerBook(BreakerStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Those of {@code wanted} that may be made: behind a breaker that is not closed one probe, and none when another
     * process probes already.
     */
    List<RunnerChange.Create> admit(List<RunnerChange.Create> wanted, EggFacts facts) {
        var admitted = new ArrayList<RunnerChange.Create>();
        var tried = new ArrayList<BreakerScope>();
        for (var create : wanted) {
            var guards = guards(create, facts);
            if (guards.stream().map(Breaker::scope).noneMatch(tried::contains)
                    && guards.stream().allMatch(this::probe)) {
                admitted.add(create);
            }
            guards.forEach(guard -> tried.add(guard.scope()));
        }
        return admitted;
    }

    /** The breakers that are not closed and stand before {@code create}. */
    private static List<Breaker> guards(RunnerChange.Create create, EggFacts facts) {
        var scope = Breakers.scope(
                create.placement(), create.kind(), facts.egg().config().resources());
        return Stream.concat(
                        facts.breakers().egg().stream(),
                        Stream.ofNullable(facts.breakers().places().get(scope)))
                .filter(breaker -> breaker.state() != Breaker.State.CLOSED)
                .toList();
    }

    private boolean probe(Breaker breaker) {
        var now = clock.instant();
        if (!breaker.allows(now)) {
            return false;
        }
        try {
            var probing = store.save(breaker.probing(now));
            log.info("breaker half-open scope={} next_probe={}", probing.scope(), probing.rest());
            return true;
        } catch (ConflictException e) {
            return false;
        }
    }

    /** A whole run, or one machine, of the egg failed. */
    void eggFailed(EggName egg, String cause) {
        change(BreakerScope.of(egg), breaker -> breaker.failed(cause, OF_EGG, clock.instant()));
    }

    /**
     * A run made the machines of {@code made} and not those of {@code failed}. A place that says it has no room rests at
     * once; another failure counts once for a run, and only where nothing was made.
     */
    void settled(List<Runner> made, Map<Runner, RunFailure> failed, EggFacts facts) {
        var well = made.stream().map(runner -> scope(runner, facts)).collect(Collectors.toSet());
        var counted = new HashSet<BreakerScope>();
        failed.forEach((runner, failure) -> {
            var scope = scope(runner, facts);
            if (failure.cause().treatment() == FailureCause.Treatment.CAPACITY) {
                if (counted.add(scope)) {
                    rest(scope, failure);
                }
            } else if (!well.contains(scope) && counted.add(scope)) {
                change(scope, breaker -> breaker.failed(failure.cause().word(), OF_PLACE, clock.instant()));
            }
        });
        well.stream()
                .filter(scope -> !counted.contains(scope))
                .forEach(scope -> close(facts.breakers().places().get(scope)));
        if (made.isEmpty()) {
            failed.values().stream()
                    .map(RunFailure::cause)
                    .filter(cause -> cause.treatment() != FailureCause.Treatment.CAPACITY)
                    .findFirst()
                    .ifPresent(cause -> eggFailed(facts.egg().name(), cause.word()));
        }
    }

    private void rest(BreakerScope scope, RunFailure failure) {
        change(scope, breaker -> breaker.resting(failure.cause().word(), NO_ROOM, clock.instant()));
    }

    /** The egg is well again when the newest of its runners that came to anything was heard from. */
    void look(EggFacts facts) {
        var heard = facts.fleet().recent().stream()
                .filter(BreakerBook::isDecided)
                .findFirst()
                .filter(runner -> runner.pulse().lastHeartbeat().isPresent());
        if (heard.isPresent()) {
            facts.breakers()
                    .egg()
                    .filter(breaker -> breaker.rest()
                            .filter(rest -> heard.get().origin().createdAt().isBefore(rest.openedAt()))
                            .isEmpty())
                    .ifPresent(this::close);
        }
    }

    private static boolean isDecided(Runner runner) {
        return runner.pulse().lastHeartbeat().isPresent()
                || runner.state() == RunnerState.FAILED
                || !runner.state().wantsMachine();
    }

    private void close(@Nullable Breaker breaker) {
        if (breaker != null && (breaker.failures() > 0 || breaker.state() != Breaker.State.CLOSED)) {
            change(breaker.scope(), Breaker::succeeded);
        }
    }

    private static BreakerScope scope(Runner runner, EggFacts facts) {
        var origin = runner.origin();
        return Breakers.scope(
                origin.placement(), origin.kind(), facts.egg().config().resources());
    }

    /** Another process that counts at the same time is not overwritten. */
    private void change(BreakerScope scope, UnaryOperator<Breaker> how) {
        for (int attempt = 0; attempt < 5; attempt++) {
            var before = store.find(scope).orElseGet(() -> Breaker.closed(scope));
            try {
                var after = store.save(how.apply(before));
                if (after.state() != before.state()) {
                    log.info(
                            "breaker {} scope={} cause={}",
                            after.state().word(),
                            scope,
                            after.cause().orElse("-"));
                }
                return;
            } catch (ConflictException e) {
                log.debug("counting again scope={}", scope);
            }
        }
    }
}
