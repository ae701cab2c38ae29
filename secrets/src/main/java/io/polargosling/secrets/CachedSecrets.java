package io.polargosling.secrets;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Secrets whose accepted values are kept in memory for a moment, since every webhook asks for some. One caller at a
 * time asks the backend for a URI, failures are not kept, and a write of this process is seen at once.
 */
final class CachedSecrets implements Secrets {

    /** Short: another process may replace a secret, and what is proven with the new one is refused meanwhile. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private static final int MOST = 1000;

    private final Secrets backend;
    private final LoadingCache<SecretUri, List<SecretValue>> accepted;

    private CachedSecrets(Secrets backend, Ticker ticker) {
        this.backend = backend;
        this.accepted = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .maximumSize(MOST)
                .ticker(ticker)
                .build(backend::accepted);
    }

    static Secrets of(Secrets backend, Ticker ticker) {
        return new CachedSecrets(backend, ticker);
    }

    @Override
    public List<SecretValue> accepted(SecretUri uri) {
        return accepted.get(uri);
    }

    @Override
    public Optional<SecretValue> find(SecretUri uri) {
        return backend.find(uri);
    }

    @Override
    public SecretValue read(SecretUri uri, String place) {
        return backend.read(uri, place);
    }

    @Override
    public void write(SecretUri uri, SecretValue value) {
        backend.write(uri, value);
        accepted.invalidate(uri);
    }

    @Override
    public SecretValue createIfAbsent(SecretUri uri, SecretValue value) {
        var there = backend.createIfAbsent(uri, value);
        accepted.invalidate(uri);
        return there;
    }
}
