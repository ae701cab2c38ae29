package io.polargosling.api.webhook;

import io.polargosling.domain.secret.SecretValue;
import io.polargosling.gitlab.RawBody;
import java.util.Optional;

/** Tells whether a webhook was sent by someone who has a secret. */
@FunctionalInterface
interface HookProof {

    /**
     * True when the headers prove knowledge of the secret; constant time for one form of secret.
     *
     * @param secret empty when there is none, which takes the same work and proves nothing
     */
    boolean proves(Optional<SecretValue> secret, HookHeaders headers, RawBody body);
}
