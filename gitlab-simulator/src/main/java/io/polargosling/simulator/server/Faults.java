package io.polargosling.simulator.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The disturbances still to happen. All methods are called under the lock of {@link World}. */
final class Faults {

    private final InstantSource clock;
    private final List<Pending> pending = new ArrayList<>();

    private static final class Pending {
        final Fault fault;
        final @Nullable Instant endsAt;
        int left;

        Pending(Fault fault, Instant now) {
            this.fault = fault;
            this.left = fault.times();
            this.endsAt = fault.lasting().map(now::plus).orElse(null);
        }

        boolean isOver(Instant now) {
            return left <= 0 || (endsAt != null && !endsAt.isAfter(now));
        }

        /** The fault with the time that is left, where it ends by itself. */
        Fault told(Instant now) {
            return endsAt == null || fault.retryAfter().isPresent()
                    ? fault
                    : fault.withRetryAfter(Duration.between(now, endsAt).plusMillis(999));
        }
    }

    Faults(InstantSource clock) {
        this.clock = clock;
    }

    void add(Fault fault) {
        pending.add(new Pending(fault, clock.instant()));
    }

    void clear() {
        pending.clear();
    }

    /** The fault this request is to suffer, counted as used. */
    Optional<Fault> take(String method, String path) {
        Instant now = clock.instant();
        for (Pending entry : pending) {
            Fault fault = entry.fault;
            if (!entry.isOver(now)
                    && path.startsWith(fault.pathPrefix())
                    && fault.method().map(method::equals).orElse(true)) {
                entry.left--;
                return Optional.of(entry.told(now));
            }
        }
        return Optional.empty();
    }
}
