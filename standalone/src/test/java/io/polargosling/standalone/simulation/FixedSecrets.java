package io.polargosling.standalone.simulation;

import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import java.util.List;
import java.util.Optional;

/** Every secret is there and the same. */
final class FixedSecrets implements Secrets {

    private static final SecretValue VALUE = SecretValue.of("simulated");

    @Override
    public Optional<SecretValue> find(SecretUri uri) {
        return Optional.of(VALUE);
    }

    @Override
    public List<SecretValue> accepted(SecretUri uri) {
        return List.of(VALUE);
    }

    @Override
    public SecretValue read(SecretUri uri, String place) {
        return VALUE;
    }

    @Override
    public void write(SecretUri uri, SecretValue value) {
        throw new UnsupportedOperationException("write");
    }

    @Override
    public SecretValue createIfAbsent(SecretUri uri, SecretValue value) {
        return VALUE;
    }
}
