package io.polargosling.api.admin;

import io.polargosling.api.http.ApiClock;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.token.ApiToken;
import io.polargosling.domain.token.Role;
import io.polargosling.domain.token.TokenHash;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sees to it that there is an admin token and a trigger token. Works in the background and until it succeeds, since the
 * program starts with its store down too.
 */
final class FirstTokens implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FirstTokens.class);
    private static final SecretUri ADMIN = SecretUri.of(SecretUri.Scheme.LOCAL, "gosling", "admin-token");
    private static final SecretUri TRIGGER = SecretUri.of(SecretUri.Scheme.LOCAL, "gosling", "trigger-token");
    private static final UUID ADMIN_ROW = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final Duration VALIDITY = Duration.ofDays(365);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Secrets secrets;
    private final Storage storage;
    private final ApiClock clock;
    private volatile @Nullable Thread worker;

    FirstTokens(Secrets secrets, Storage storage, ApiClock clock) {
        this.secrets = secrets;
        this.storage = storage;
        this.clock = clock;
    }

    @Override
    public void start() {
        worker = Thread.ofVirtual().name("first-tokens").start(this::untilDone);
    }

    @Override
    public void stop() {
        var running = worker;
        if (running != null) {
            running.interrupt();
            worker = null;
        }
    }

    @Override
    public boolean isRunning() {
        return worker != null;
    }

    /** Makes what is missing and renews the admin token's row. */
    void prepare() {
        var fresh = SecretValue.of(TokenHash.newToken());
        var admin = secrets.createIfAbsent(ADMIN, fresh);
        secrets.createIfAbsent(TRIGGER, SecretValue.of(TokenHash.newToken()));
        var now = clock.now();
        storage.tokens()
                .save(new ApiToken(
                        ADMIN_ROW, "admin", Role.ADMIN, TokenHash.of(admin.reveal()), now, now.plus(VALIDITY)));
    }

    private void untilDone() {
        var pause = FIRST_PAUSE;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                prepare();
                LOG.info("admin and trigger token ready");
                return;
            } catch (GoslingException e) {
                LOG.debug("admin and trigger token not ready yet cause={}", e.getMessage());
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }
}
