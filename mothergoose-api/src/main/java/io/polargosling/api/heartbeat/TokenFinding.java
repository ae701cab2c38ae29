package io.polargosling.api.heartbeat;

import io.polargosling.api.http.ApiClock;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.store.Storage;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The finding that an egg's machines cannot enrol, for want of a token: it stands until one enrols, and the egg is looked
 * at when it comes and when it goes.
 */
final class TokenFinding {

    /** Its code, which is also the cause an egg is degraded for. */
    static final String CODE = "token";

    private static final Logger LOG = LoggerFactory.getLogger(TokenFinding.class);

    private final Storage storage;
    private final ApiClock clock;

    TokenFinding(Storage storage, ApiClock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** It stands, because of {@code cause}, which holds no secret. */
    void report(EggName egg, String cause) {
        LOG.warn("machines cannot enrol egg={} cause=\"{}\"", egg, cause);
        var standing = storage.findings()
                .report(
                        new Finding(
                                Severity.ERROR,
                                CODE,
                                Place.ofFile("Eggs/" + egg + "/config.fly"),
                                "egg/" + egg,
                                "machines of egg \"" + egg + "\" cannot enrol: " + cause,
                                Optional.of("give gitlab.api_token the scope create_runner and the role that goes with"
                                        + " it, or store a runner token at gitlab.token_secret")),
                        clock.now());
        if (standing.firstSeen().equals(standing.lastSeen())) {
            var _ = storage.eggs().raiseGeneration(egg);
        }
    }

    /** It does not stand any more. A machine that has enrolled must not be refused for its sake. */
    void clear(EggName egg) {
        try {
            if (storage.findings().clear("egg/" + egg, CODE)) {
                var _ = storage.eggs().raiseGeneration(egg);
            }
        } catch (GoslingException e) {
            LOG.info("finding not cleared egg={} code={} cause=\"{}\"", egg, CODE, e.getMessage());
        }
    }
}
