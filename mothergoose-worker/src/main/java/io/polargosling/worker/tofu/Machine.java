package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.secret.SecretValue;
import java.util.Optional;

/**
 * A machine that is to exist.
 *
 * @param config of the revision and target its runner was reserved for
 * @param enrolmentToken the one secret it gets, while it is still to be made; empty for one that exists
 */
public record Machine(Runner runner, EggConfig config, Optional<SecretValue> enrolmentToken) {}
