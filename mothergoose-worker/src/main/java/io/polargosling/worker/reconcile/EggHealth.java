package io.polargosling.worker.reconcile;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.observe.EggFacts;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says on an egg's row what keeps it from working, until it works again; written only when that changes. */
final class EggHealth {

    private static final Logger log = LoggerFactory.getLogger(EggHealth.class);

    /** The finding that an enrolment leaves which no token lets in. */
    private static final String TOKEN = "token";

    private static final int FINDINGS = 50;

    private final Storage storage;
    private final InstantSource clock;

    EggHealth(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    void note(EggFacts facts, HeldLease lease) {
        var egg = facts.egg();
        var trouble = trouble(facts).or(() -> refusedToken(facts.egg()));
        boolean says = egg.state() == EggState.DEGRADED;
        if (!egg.acceptsRunners()
                || (trouble.isPresent() == says && (!says || egg.reason().equals(trouble)))) {
            return;
        }
        var state = trouble.isPresent() ? EggState.DEGRADED : EggState.ACTIVE;
        var audit = AuditEntry.of(
                clock.instant(),
                "worker",
                trouble.isPresent() ? "egg.degraded" : "egg.active",
                "egg/" + egg.name(),
                Map.of("reason", trouble.orElse("")));
        storage.eggs().changeState(egg.name(), state, trouble, audit, lease.fence());
        trouble.ifPresent(why -> log.warn("egg degraded egg={} cause=\"{}\"", egg.name(), why));
    }

    /** A machine that enrolled may have found that no GitLab token lets it in, which this look cannot see. */
    private Optional<String> refusedToken(Egg egg) {
        return storage.findings().ofResource("egg/" + egg.name(), PageRequest.first(FINDINGS)).items().stream()
                .map(StandingFinding::finding)
                .filter(finding -> finding.code().equals(TOKEN))
                .findFirst()
                .map(finding -> TOKEN + ": " + finding.message());
    }

    /** What could not be found out comes first, since nothing else is certain then. */
    private static Optional<String> trouble(EggFacts facts) {
        return facts.missing().or(() -> facts.breakers().egg().flatMap(breaker -> resting(facts.egg(), breaker)));
    }

    private static Optional<String> resting(Egg egg, Breaker breaker) {
        return breaker.state() == Breaker.State.CLOSED
                ? Optional.empty()
                : Optional.of(breaker.cause().orElse("failing") + ": " + breaker.failures()
                        + " failures in a row; egg \"" + egg.name() + "\" is tried again now and then");
    }
}
