package io.polargosling.domain.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.host.HostProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class LeasesTest {

    private static final String KEY = "egg:web";
    private static final Duration TTL = Duration.ofSeconds(60);
    private static final Duration DEAD = TTL.plusSeconds(10);

    private final Rows rows = new Rows();
    private final AtomicLong nanos = new AtomicLong();
    private Instant wall = Instant.parse("2026-03-01T12:00:00Z");

    private Leases observer(String owner) {
        return new Leases(rows, TTL, () -> wall, nanos::get, owner);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void tryTake_free_isTaken() {
        assertThat(observer("a").tryTake(KEY)).contains(new Lease(KEY, "a", 1));
    }

    @Test
    void tryTake_heldByAnyone_isRefusedAlsoToItself() {
        var a = observer("a");
        assertThat(a.tryTake(KEY)).isPresent();

        assertThat(a.tryTake(KEY)).isEmpty();
        assertThat(observer("b").tryTake(KEY)).isEmpty();
    }

    @Test
    void tryTake_unchangedForTtlAndTenSeconds_isTakenOver() {
        assertThat(observer("a").tryTake(KEY)).isPresent();
        var b = observer("b");
        assertThat(b.tryTake(KEY)).isEmpty();

        pass(DEAD.minusNanos(1));
        assertThat(b.tryTake(KEY)).isEmpty();
        pass(Duration.ofNanos(1));
        assertThat(b.tryTake(KEY)).contains(new Lease(KEY, "b", 2));
    }

    @Test
    void tryTake_observedForTheFirstTime_isNeverDead() {
        assertThat(observer("a").tryTake(KEY)).isPresent();
        pass(Duration.ofDays(1));

        assertThat(observer("b").tryTake(KEY)).isEmpty();
    }

    @Test
    void tryTake_renewedMeanwhile_startsTheObservationAnew() {
        var a = observer("a");
        var held = a.tryTake(KEY).orElseThrow();
        var b = observer("b");
        assertThat(b.tryTake(KEY)).isEmpty();

        pass(TTL);
        assertThat(a.renew(held)).isTrue();
        pass(TTL);
        assertThat(b.tryTake(KEY)).isEmpty();
        pass(DEAD.minusNanos(1));
        assertThat(b.tryTake(KEY)).isEmpty();
        pass(Duration.ofNanos(1));
        assertThat(b.tryTake(KEY)).isPresent();
        assertThat(a.renew(held)).isFalse();
    }

    @Test
    void tryTake_wallClockJumps_changeNothing() {
        assertThat(observer("a").tryTake(KEY)).isPresent();
        var b = observer("b");
        assertThat(b.tryTake(KEY)).isEmpty();

        wall = wall.plus(Duration.ofDays(365));
        assertThat(b.tryTake(KEY)).isEmpty();
        wall = wall.minus(Duration.ofDays(999));
        pass(DEAD);
        assertThat(b.tryTake(KEY)).isPresent();
    }

    @Test
    void tryTake_ownerOfThisHostIsGone_isTakenAtOnce() throws Exception {
        var child = new ProcessBuilder("sleep", "600").start();
        var owner = new HostProcess(
                HostProcess.thisHost(),
                child.pid(),
                HostProcess.startOf(child.pid()).orElseThrow());
        assertThat(observer(owner.toString()).tryTake(KEY)).isPresent();
        assertThat(observer("b").tryTake(KEY)).isEmpty();

        child.destroyForcibly().waitFor();

        assertThat(observer("b").tryTake(KEY)).contains(new Lease(KEY, "b", 2));
    }

    @Test
    void tryTake_ownerOfAnotherHost_isNotJudgedByItsProcessNumber() {
        var elsewhere = new HostProcess("elsewhere", 1L << 30, 1);
        assertThat(observer(elsewhere.toString()).tryTake(KEY)).isPresent();

        assertThat(observer("b").tryTake(KEY)).isEmpty();
    }

    @Test
    void tryTakeDue_intervalWasShortened_isDueAtOnce() {
        var a = observer("a");
        rows.release(a.tryTakeDue("duty:x", Duration.ofHours(24)).orElseThrow(), Optional.of(wall.plusSeconds(86_400)));

        assertThat(a.tryTakeDue("duty:x", Duration.ofSeconds(60))).isPresent();
    }

    @Test
    void tryTakeDue_notYetDue_waits() {
        var a = observer("a");
        rows.release(a.tryTakeDue("duty:x", Duration.ofSeconds(60)).orElseThrow(), Optional.of(wall.plusSeconds(60)));

        assertThat(a.tryTakeDue("duty:x", Duration.ofSeconds(60))).isEmpty();
        wall = wall.plusSeconds(59);
        assertThat(a.tryTakeDue("duty:x", Duration.ofSeconds(60))).isEmpty();
        wall = wall.plusSeconds(1);
        assertThat(a.tryTakeDue("duty:x", Duration.ofSeconds(60))).isPresent();
    }

    /** Rows in memory, for one thread. */
    @NullMarked
    private static final class Rows implements LeaseStore {

        private final Map<String, LeaseRow> rows = new HashMap<>();

        @Override
        public Optional<LeaseRow> find(String key) {
            return Optional.ofNullable(rows.get(key));
        }

        @Override
        public Optional<Lease> take(String key, String owner, Optional<LeaseRow> seen, Instant now) {
            if (!find(key).equals(seen)) {
                return Optional.empty();
            }
            long token = seen.map(LeaseRow::token).orElse(0L) + 1;
            rows.put(key, new LeaseRow(key, Optional.of(owner), token, 0, seen.flatMap(LeaseRow::nextAt)));
            return Optional.of(new Lease(key, owner, token));
        }

        @Override
        public boolean renew(Lease lease, Instant now) {
            var held = find(lease.key()).filter(row -> row.token() == lease.token());
            held.ifPresent(row -> rows.put(
                    row.key(), new LeaseRow(row.key(), row.owner(), row.token(), row.renewals() + 1, row.nextAt())));
            return held.isPresent();
        }

        @Override
        public void release(Lease lease, Optional<Instant> nextAt) {
            rows.put(lease.key(), new LeaseRow(lease.key(), Optional.empty(), lease.token(), 0, nextAt));
        }

        @Override
        public boolean releaseReconciled(Lease lease, EggName egg, long seen) {
            throw new UnsupportedOperationException("not asked by leases");
        }
    }
}
