package io.polargosling.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachedSecretsTest {

    private static final SecretUri URI = SecretUri.of("local://web/webhook-secret");

    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private volatile List<SecretValue> stored = List.of(SecretValue.of("one"));
    private volatile boolean down;
    private final Secrets secrets = CachedSecrets.of(new Backend(), nanos::get);

    private final class Backend implements Secrets {

        @Override
        public List<SecretValue> accepted(SecretUri uri) {
            reads.incrementAndGet();
            if (down) {
                throw new UnavailableException("reading: no answer");
            }
            return stored;
        }

        @Override
        public Optional<SecretValue> find(SecretUri uri) {
            return stored.stream().findFirst();
        }

        @Override
        public SecretValue read(SecretUri uri, String place) {
            return stored.getFirst();
        }

        @Override
        public void write(SecretUri uri, SecretValue value) {
            stored = List.of(value);
        }

        @Override
        public SecretValue createIfAbsent(SecretUri uri, SecretValue value) {
            if (stored.isEmpty()) {
                stored = List.of(value);
            }
            return stored.getFirst();
        }
    }

    @Test
    void accepted_askedAgain_readsOnceUntilItIsTooOld() {
        secrets.accepted(URI);
        stored = List.of(SecretValue.of("two"));
        nanos.addAndGet(Duration.ofSeconds(5).toNanos() - 1);
        assertThat(secrets.accepted(URI)).containsExactly(SecretValue.of("one"));
        assertThat(reads).hasValue(1);

        nanos.addAndGet(1);
        assertThat(secrets.accepted(URI)).containsExactly(SecretValue.of("two"));
        assertThat(reads).hasValue(2);
    }

    @Test
    void write_ofThisProcess_isSeenAtOnce() {
        secrets.accepted(URI);
        secrets.write(URI, SecretValue.of("two"));
        assertThat(secrets.accepted(URI)).containsExactly(SecretValue.of("two"));

        stored = List.of();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(secrets.accepted(URI)).isEmpty();
        secrets.createIfAbsent(URI, SecretValue.of("three"));
        assertThat(secrets.accepted(URI)).containsExactly(SecretValue.of("three"));
    }

    @Test
    void accepted_backendDown_isNeverServedOldAndTriesAgain() {
        secrets.accepted(URI);
        down = true;
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> secrets.accepted(URI));

        down = false;
        assertThat(secrets.accepted(URI)).hasSize(1);
    }

    @Test
    void accepted_manyAtOnce_readOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<List<SecretValue>>>();
            IntStream.range(0, 50).forEach(_ -> calls.add(() -> secrets.accepted(URI)));
            for (var answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).hasSize(1);
            }
        }
        assertThat(reads).hasValue(1);
    }
}
