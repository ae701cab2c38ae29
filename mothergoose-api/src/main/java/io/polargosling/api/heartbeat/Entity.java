package io.polargosling.api.heartbeat;

import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerIdentity;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.token.TokenHash;
import java.util.Optional;

/**
 * The runner entity in GitLab that a machine is to act as, with its token.
 *
 * @param systemId what its agent must call itself; empty when it has the entity to itself
 */
record Entity(long id, SecretValue token, Mode mode, Optional<String> systemId) {

    /** Whose the token is. */
    enum Mode {
        /** This machine's alone. */
        OWN,
        /** The egg's; others use it too. */
        SHARED
    }

    static Entity own(long id, SecretValue token) {
        return new Entity(id, token, Mode.OWN, Optional.empty());
    }

    static Entity shared(long id, SecretValue token, RunnerId runner) {
        return new Entity(id, token, Mode.SHARED, Optional.of(RunnerIdentity.systemId(runner)));
    }

    /** The identity of a machine that has enrolled with this. */
    RunnerIdentity on(RunnerIdentity before, TokenHash runner) {
        return switch (mode) {
            case OWN -> before.enrolled(runner, id);
            case SHARED -> before.enrolledWithShared(runner, id);
        };
    }
}
