package io.polargosling.uglyfox.tick;

import io.polargosling.domain.command.CommandHandler;
import io.polargosling.domain.lease.DutyRunner;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.store.Storage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** While it is started, rounds are done by duty, and when the queue asks for one. */
public final class Ticks implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Ticks.class);
    private static final String DUTY = "uglyfox";
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

    private final PolicyRound round;
    private final Leases leases;
    private final Storage storage;
    private final Function<CommandHandler, AutoCloseable> listen;
    private final InstantSource clock;
    // Beside the interrupt, which a client that is just connecting may swallow.
    private volatile boolean stopping;
    private @Nullable DutyRunner duties;
    private @Nullable Thread listening;

    /**
     * Not started yet.
     *
     * @param listen begins to hand commands of UglyFox's queue to a handler, until what it returns is closed; throws
     *     {@link UnavailableException} while the queue does not answer
     */
    public Ticks(
            PolicyRound round,
            Leases leases,
            Storage storage,
            Function<CommandHandler, AutoCloseable> listen,
            InstantSource clock) {
        this.round = round;
        this.leases = leases;
        this.storage = storage;
        this.listen = listen;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        stopping = false;
        var offered = new DutyRunner(
                leases,
                storage.leases(),
                clock,
                (duty, failure) -> log.warn("duty failed duty={} cause=\"{}\"", duty, failure.getMessage()));
        offered.every(DUTY, round::interval, () -> {
            int orders = round.run();
            log.debug("judged by duty orders={}", orders);
        });
        duties = offered;
        listening = Thread.ofVirtual().name("uglyfox-listen").start(this::listenUntilStopped);
    }

    /** The queue may come up after this program; rounds by duty go on without it. */
    private void listenUntilStopped() {
        while (!stopping) {
            try (var subscription = listen.apply(new PolicyCommands(round))) {
                log.debug("listening subscription={}", subscription);
                Thread.sleep(Duration.ofDays(36_500));
            } catch (UnavailableException e) {
                log.warn("listening to the queue cause=\"{}\" next_try_in={}", e.getMessage(), BETWEEN_TRIES);
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                log.warn("closing the subscription cause=\"{}\"", e.getMessage());
            }
            try {
                Thread.sleep(BETWEEN_TRIES);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public synchronized void stop() {
        stopping = true;
        var offered = duties;
        if (offered != null) {
            offered.close();
        }
        var thread = listening;
        if (thread != null) {
            thread.interrupt();
            try {
                var _ = thread.join(Duration.ofSeconds(90));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        duties = null;
        listening = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return duties != null;
    }
}
