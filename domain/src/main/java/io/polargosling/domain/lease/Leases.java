package io.polargosling.domain.lease;

import io.polargosling.domain.host.HostProcess;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Taking leases without comparing the clocks of two machines.
 *
 * <p>A held lease is dead when its token and renewal count have not changed, as this observer saw it on its own
 * monotonic clock, for the time to live and 10 s more; or when its owner was a process of this host that is gone.
 */
public final class Leases {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final LeaseStore store;
    private final Duration ttl;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final String owner;
    private final Map<String, Sighting> sightings = new ConcurrentHashMap<>();

    private record Sighting(long token, long renewals, long atNanos) {}

    /**
     * @param ttl how long a lease outlives its last renewal
     * @param clock for the times shown in rows
     * @param nanos a monotonic clock in nanoseconds
     * @param owner who this is, see {@link HostProcess#toString()}
     */
    public Leases(LeaseStore store, Duration ttl, InstantSource clock, LongSupplier nanos, String owner) {
        this.store = store;
        this.ttl = ttl;
        this.clock = clock;
        this.nanos = nanos;
        this.owner = owner;
    }

    /** Leases of this process on the real clocks. */
    public static Leases ofThisProcess(LeaseStore store, Duration ttl) {
        return new Leases(
                store,
                ttl,
                InstantSource.system(),
                System::nanoTime,
                HostProcess.current().toString());
    }

    /** How long a lease outlives its last renewal. */
    public Duration ttl() {
        return ttl;
    }

    /** The lease, if it is free or dead; empty when another holder, or a caller of this very process, has it. */
    public Optional<Lease> tryTake(String key) {
        var row = store.find(key);
        if (row.isPresent() && row.get().owner().isPresent() && !isDead(row.get())) {
            return Optional.empty();
        }
        sightings.remove(key);
        return store.take(key, owner, row, clock.instant());
    }

    /**
     * As {@link #tryTake}, but only when the duty behind the lease is due. A duty that is due later than one
     * {@code interval} from now was put off under a longer interval, or another clock, and is due at once.
     */
    public Optional<Lease> tryTakeDue(String key, Duration interval) {
        var now = clock.instant();
        boolean waits = store.find(key)
                .flatMap(LeaseRow::nextAt)
                .filter(next -> next.isAfter(now) && !next.isAfter(now.plus(interval)))
                .isPresent();
        return waits ? Optional.empty() : tryTake(key);
    }

    /** Renews; false when the lease was lost. */
    public boolean renew(Lease lease) {
        return store.renew(lease, clock.instant());
    }

    private boolean isDead(LeaseRow row) {
        if (row.owner()
                .flatMap(HostProcess::parse)
                .filter(HostProcess::isCertainlyDead)
                .isPresent()) {
            return true;
        }
        long now = nanos.getAsLong();
        var seen = sightings.merge(
                row.key(),
                new Sighting(row.token(), row.renewals(), now),
                (old, fresh) -> old.token == fresh.token && old.renewals == fresh.renewals ? old : fresh);
        return now - seen.atNanos >= ttl.plus(GRACE).toNanos();
    }
}
