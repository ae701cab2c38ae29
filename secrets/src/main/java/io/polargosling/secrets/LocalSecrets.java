package io.polargosling.secrets;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Secrets of a single host: {@code local://} lie in an encrypted file of the data folder, {@code env://} in the
 * environment of this process. Safe for use by several threads and several processes at once.
 */
public final class LocalSecrets implements Secrets {

    private final Keystore keystore;
    private final boolean allowEnvironment;

    private LocalSecrets(Keystore keystore, boolean allowEnvironment) {
        this.keystore = keystore;
        this.allowEnvironment = allowEnvironment;
    }

    /**
     * The secrets of {@code dataFolder}; touches no file until one is asked for.
     *
     * @param passphrase what the keystore is encrypted with; empty, or an empty text, for a random key that is kept
     *     beside it
     * @param allowEnvironment whether {@code env://} may be read
     */
    public static Secrets open(Path dataFolder, Optional<SecretValue> passphrase, boolean allowEnvironment) {
        int iterations = passphrase.isPresent() ? KeystoreCipher.ITERATIONS : KeystoreCipher.ITERATIONS_OF_RANDOM_KEY;
        return open(dataFolder, passphrase, allowEnvironment, iterations, InstantSource.system());
    }

    static Secrets open(
            Path dataFolder,
            Optional<SecretValue> passphrase,
            boolean allowEnvironment,
            int iterations,
            InstantSource clock) {
        return new LocalSecrets(Keystore.in(dataFolder, passphrase, iterations, clock), allowEnvironment);
    }

    @Override
    public Optional<SecretValue> find(SecretUri uri) {
        return find(uri, "");
    }

    @Override
    public List<SecretValue> accepted(SecretUri uri) {
        return switch (uri.scheme()) {
            case LOCAL -> keystore.accepted(path(uri));
            case ENV, YC_LOCKBOX, AWS_SM, VAULT -> find(uri).stream().toList();
        };
    }

    @Override
    public SecretValue read(SecretUri uri, String place) {
        return find(uri, place + ", ")
                .orElseThrow(() -> new NotFoundException(
                        place + ", " + uri.scheme().word() + ": secret not found (expected: one written before)"));
    }

    @Override
    public void write(SecretUri uri, SecretValue value) {
        keystore.put(writablePath(uri), value);
    }

    @Override
    public SecretValue createIfAbsent(SecretUri uri, SecretValue value) {
        return keystore.putIfAbsent(writablePath(uri), value);
    }

    private Optional<SecretValue> find(SecretUri uri, String prefix) {
        return switch (uri.scheme()) {
            case LOCAL -> keystore.find(path(uri));
            case ENV -> environment(uri, prefix);
            case YC_LOCKBOX, AWS_SM, VAULT ->
                throw new InvalidException(prefix + uri.scheme().word()
                        + ": no backend of this scheme is set up (expected: local, or env where it is allowed)");
        };
    }

    private Optional<SecretValue> environment(SecretUri uri, String prefix) {
        if (!allowEnvironment) {
            throw new InvalidException(
                    prefix + "env: secrets of the environment are not allowed here (expected: local)");
        }
        // A variable that is set but empty is a slip of whoever started us, and no secret.
        return Optional.ofNullable(System.getenv(uri.name()))
                .filter(text -> !text.isEmpty())
                .map(SecretValue::of);
    }

    private static String writablePath(SecretUri uri) {
        if (uri.scheme() != SecretUri.Scheme.LOCAL) {
            throw new InvalidException(
                    "writing a secret, " + uri.scheme().word() + ": cannot be written here (expected: local)");
        }
        return path(uri);
    }

    // One text is enough as the key of the map: the part behind the last slash is the URI's key, always.
    private static String path(SecretUri uri) {
        return uri.name() + "/" + uri.key();
    }
}
