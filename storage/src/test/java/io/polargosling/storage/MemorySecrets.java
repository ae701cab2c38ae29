package io.polargosling.storage;

import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Secrets of one test, which count how often they are read. */
public final class MemorySecrets implements Secrets {

    public final AtomicInteger reads = new AtomicInteger();
    private final Map<String, SecretValue> values = new ConcurrentHashMap<>();

    @Override
    public Optional<SecretValue> find(SecretUri uri) {
        reads.incrementAndGet();
        return Optional.ofNullable(values.get(uri.text()));
    }

    @Override
    public List<SecretValue> accepted(SecretUri uri) {
        return find(uri).stream().toList();
    }

    @Override
    public SecretValue read(SecretUri uri, String place) {
        return find(uri).orElseThrow(() -> new NotFoundException(place + ": no such secret"));
    }

    @Override
    public void write(SecretUri uri, SecretValue value) {
        values.put(uri.text(), value);
    }

    @Override
    public SecretValue createIfAbsent(SecretUri uri, SecretValue value) {
        var former = values.putIfAbsent(uri.text(), value);
        return former == null ? value : former;
    }
}
