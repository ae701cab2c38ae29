package io.polargosling.api.trigger;

import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.token.TokenHash;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves that a call comes from a scheduler of ours. */
final class TriggerProof {

    /** Where the trigger token lies. */
    static final SecretUri TOKEN = SecretUri.of(SecretUri.Scheme.LOCAL, "gosling", "trigger-token");

    private static final Logger LOG = LoggerFactory.getLogger(TriggerProof.class);

    /** Compared with while there is no token; nobody knows the one behind it. */
    private static final TokenHash NOBODY = TokenHash.of(TokenHash.newToken());

    private final Secrets secrets;

    TriggerProof(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Ends the request with 401 unless one of {@code presented} is the trigger token. */
    void require(List<String> presented) {
        var expected =
                secrets.find(TOKEN).map(secret -> TokenHash.of(secret.reveal())).orElse(NOBODY);
        boolean proven = false;
        for (String token : presented) {
            proven |= expected.matches(token);
        }
        if (!proven) {
            LOG.info("trigger refused cause={}", presented.isEmpty() ? "no-token" : "wrong-token");
            throw new ProblemException(ProblemKind.UNAUTHENTICATED, "send the trigger token");
        }
    }
}
