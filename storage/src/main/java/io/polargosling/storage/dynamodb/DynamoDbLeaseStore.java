package io.polargosling.storage.dynamodb;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.LeaseRow;
import io.polargosling.domain.lease.LeaseStore;
import io.polargosling.domain.problem.GoslingException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lease rows; each attribute of theirs is compared or counted by itself. */
final class DynamoDbLeaseStore implements LeaseStore {

    private static final String OWNER = "owner";
    private static final String TOKEN = "token";
    private static final String RENEWALS = "renewals";
    private static final String NEXT_AT = "next_at";

    private final Table table;

    DynamoDbLeaseStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<LeaseRow> find(String key) {
        return table.get("reading lease \"" + key + "\"", Keys.lease(key))
                .map(item -> new LeaseRow(
                        key,
                        item.text(OWNER),
                        item.number(TOKEN),
                        item.number(RENEWALS),
                        item.text(NEXT_AT).map(Instant::parse)));
    }

    // A transaction of one action, since its token tells a repetition from another taker.
    @Override
    public Optional<Lease> take(String key, String owner, Optional<LeaseRow> seen, Instant now) {
        String what = "taking lease \"" + key + "\"";
        long token = seen.map(LeaseRow::token).orElse(0L) + 1;
        var transaction = table.begin(what);
        var taking = Expression.of("SET #key = :key, #owner = :new_owner, #token = :new_token,"
                        + " #renewals = :none, #renewed_at = :now ADD #row_version :one")
                .with(":key", Value.text(key))
                .with(":new_owner", Value.text(owner))
                .with(":new_token", Value.number(token))
                .with(":none", Value.number(0))
                .with(":now", Value.text(Places.time(now)))
                .with(":one", Value.number(1));
        transaction.update(
                Keys.lease(key), taking, seen.map(DynamoDbLeaseStore::unchanged).orElseGet(Expression::absent));
        boolean taken = table.commit(transaction, what).isEmpty();
        return taken ? Optional.of(new Lease(key, owner, token)) : Optional.empty();
    }

    private static Expression unchanged(LeaseRow seen) {
        var same = Expression.of("#token = :token AND #renewals = :renewals")
                .with(":token", Value.number(seen.token()))
                .with(":renewals", Value.number(seen.renewals()));
        return same.and(seen.owner()
                .map(owner -> Expression.of("#owner = :owner").with(":owner", Value.text(owner)))
                .orElse(Expression.of("attribute_not_exists(#owner)")));
    }

    @Override
    public boolean renew(Lease lease, Instant now) {
        var renewing = Expression.of("SET #renewed_at = :now ADD #renewals :one, #row_version :one")
                .with(":now", Value.text(Places.time(now)))
                .with(":one", Value.number(1));
        return table.update("renewing lease \"" + lease.key() + "\"", Keys.lease(lease.key()), renewing, held(lease))
                .isPresent();
    }

    @Override
    public void release(Lease lease, Optional<Instant> nextAt) {
        var _ = table.update(
                "releasing lease \"" + lease.key() + "\"",
                Keys.lease(lease.key()),
                nextAt.map(DynamoDbLeaseStore::freeingUntil).orElse(freeing()),
                held(lease));
    }

    @Override
    public boolean releaseReconciled(Lease lease, EggName egg, long seen) {
        String what = "releasing lease \"" + lease.key() + "\" of a reconciled egg";
        var transaction = table.begin(what);
        transaction.update(Keys.lease(lease.key()), freeing(), held(lease), () -> transaction.lost(lease.fence()));
        EggItems.reconciled(transaction, egg, seen);
        List<Integer> refused = table.commit(transaction, what);
        Optional<GoslingException> lost = transaction.finalRefusal(refused);
        if (lost.isPresent()) {
            throw lost.get();
        }
        return refused.isEmpty();
    }

    private static Expression freeing() {
        return Expression.of("REMOVE #owner, #next_at ADD #row_version :one").with(":one", Value.number(1));
    }

    private static Expression freeingUntil(Instant nextAt) {
        return Expression.of("REMOVE #owner SET #next_at = :next_at ADD #row_version :one")
                .with(":next_at", Value.text(Places.time(nextAt)))
                .with(":one", Value.number(1));
    }

    private static Expression held(Lease lease) {
        return Expression.of("#token = :token AND #owner = :owner")
                .with(":token", Value.number(lease.token()))
                .with(":owner", Value.text(lease.owner()));
    }
}
