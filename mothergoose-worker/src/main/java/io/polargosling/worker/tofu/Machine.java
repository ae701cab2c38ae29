package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.secret.SecretValue;
import java.util.Optional;

/**
 * A machine that is to exist.
 *
 * @param config of the revision and target its runner was reserved for
 * @param enrolmentToken the one secret it gets, while it is still to be made; empty for one that exists
 */
public record Machine(Runner runner, EggConfig config, Optional<SecretValue> enrolmentToken) {

    /**
     * The machine of {@code runner}.
     *
     * @param revision the one that the runner was reserved for; a repo that is gone from its bucket since is still in it
     */
    public static Machine of(Runner runner, EggRevision revision, Optional<SecretValue> enrolmentToken) {
        var config = revision.config().targets().stream()
                .filter(target -> target.repo().equals(runner.origin().repo()))
                .findFirst()
                .flatMap(target -> revision.config().configOf(target.id()))
                .orElseThrow(() -> new InternalException("looking for what runner " + runner.id()
                        + " was reserved for: its revision " + revision.number() + " has no such target"));
        return new Machine(runner, config, enrolmentToken);
    }
}
