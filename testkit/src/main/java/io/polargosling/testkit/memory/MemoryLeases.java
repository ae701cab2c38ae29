package io.polargosling.testkit.memory;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.LeaseRow;
import io.polargosling.domain.lease.LeaseStore;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.Fence;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Lease rows, and the check that every write under a lease begins with. */
final class MemoryLeases implements LeaseStore {

    private final Rows rows;
    private final Table<String, LeaseRow> leases;
    private final BiPredicate<EggName, Long> markSeen;

    /** @param markSeen records in the write under way that an egg was seen at a generation; false when it is another */
    MemoryLeases(Rows rows, BiPredicate<EggName, Long> markSeen) {
        this.rows = rows;
        this.markSeen = markSeen;
        leases = new Table<>(rows, "leases");
    }

    /**
     * The row of a lease that is still held.
     *
     * @throws ConflictException when the lease is free or has another owner
     */
    LeaseRow hold(Fence fence) {
        return leases.find(fence.key())
                .filter(row -> row.owner().isPresent() && row.token() == fence.token())
                .orElseThrow(() ->
                        new ConflictException("writing under lease \"" + fence.key() + "\" with token " + fence.token()
                                + ": the lease was lost (expected: still held; take it again and decide anew)"));
    }

    @Override
    public Optional<LeaseRow> find(String key) {
        return rows.read(() -> leases.find(key));
    }

    @Override
    public Optional<Lease> take(String key, String owner, Optional<LeaseRow> seen, Instant now) {
        return rows.write(() -> {
            var stored = leases.find(key);
            if (!stored.map(MemoryLeases::holder).equals(seen.map(MemoryLeases::holder))) {
                return Optional.<Lease>empty();
            }
            long token = stored.map(LeaseRow::token).orElse(0L) + 1;
            leases.put(key, new LeaseRow(key, Optional.of(owner), token, 0, stored.flatMap(LeaseRow::nextAt)));
            return Optional.of(new Lease(key, owner, token));
        });
    }

    private record Holder(Optional<String> owner, long token, long renewals) {}

    private static Holder holder(LeaseRow row) {
        return new Holder(row.owner(), row.token(), row.renewals());
    }

    @Override
    public boolean renew(Lease lease, Instant now) {
        return rows.write(() -> {
            var held = held(lease);
            held.ifPresent(row -> leases.put(
                    row.key(), new LeaseRow(row.key(), row.owner(), row.token(), row.renewals() + 1, row.nextAt())));
            return held.isPresent();
        });
    }

    @Override
    public void release(Lease lease, Optional<Instant> nextAt) {
        rows.change(() -> held(lease).ifPresent(row -> free(row, nextAt)));
    }

    @Override
    public boolean releaseReconciled(Lease lease, EggName egg, long seen) {
        return rows.write(() -> {
            var row = hold(lease.fence());
            boolean held = row.owner().equals(Optional.of(lease.owner()));
            if (!held || !markSeen.test(egg, seen)) {
                return false;
            }
            free(row, Optional.empty());
            return true;
        });
    }

    private void free(LeaseRow row, Optional<Instant> nextAt) {
        leases.put(row.key(), new LeaseRow(row.key(), Optional.empty(), row.token(), row.renewals(), nextAt));
    }

    private Optional<LeaseRow> held(Lease lease) {
        return leases.find(lease.key())
                .filter(row -> row.token() == lease.token() && row.owner().equals(Optional.of(lease.owner())));
    }
}
