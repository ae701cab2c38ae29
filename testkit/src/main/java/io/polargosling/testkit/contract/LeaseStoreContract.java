package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.LeaseRow;
import io.polargosling.domain.lease.LeaseStore;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link LeaseStore} must do. */
public abstract class LeaseStoreContract extends StoreContract {

    private static final String KEY = "egg:web";

    private LeaseStore leases() {
        return storage().leases();
    }

    private Optional<Lease> take(String owner, Optional<LeaseRow> seen) {
        return leases().take(KEY, owner, seen, Samples.NOW);
    }

    private Egg egg() {
        return storage().eggs().find(EGG).orElseThrow();
    }

    @Test
    void find_neverTaken_isEmpty() {
        assertThat(leases().find(KEY)).isEmpty();
    }

    @Test
    void take_neverTaken_isTheFirstToken() {
        assertThat(take("a", Optional.empty())).contains(new Lease(KEY, "a", 1));
        assertThat(leases().find(KEY)).contains(new LeaseRow(KEY, Optional.of("a"), 1, 0, Optional.empty()));
    }

    @Test
    void take_rowThatAppearedMeanwhile_isEmpty() {
        take("a", Optional.empty());

        assertThat(take("b", Optional.empty())).isEmpty();
        assertThat(leases().find(KEY).flatMap(LeaseRow::owner)).contains("a");
    }

    @Test
    void take_judgedDead_growsTheToken() {
        var old = take("a", Optional.empty()).orElseThrow();
        assertThat(leases().renew(old, Samples.NOW)).isTrue();
        var seen = leases().find(KEY);

        assertThat(take("b", seen)).contains(new Lease(KEY, "b", 2));
        assertThat(leases().find(KEY)).contains(new LeaseRow(KEY, Optional.of("b"), 2, 0, Optional.empty()));
        assertThat(leases().renew(old, Samples.NOW)).isFalse();
    }

    @Test
    void take_renewedMeanwhile_isEmpty() {
        var held = take("a", Optional.empty()).orElseThrow();
        var seen = leases().find(KEY);
        assertThat(leases().renew(held, Samples.NOW)).isTrue();

        assertThat(take("b", seen)).isEmpty();
        assertThat(leases().find(KEY)).contains(new LeaseRow(KEY, Optional.of("a"), 1, 1, Optional.empty()));
    }

    @Test
    void take_released_growsTheTokenAndNeverReusesOne() {
        leases().release(take("a", Optional.empty()).orElseThrow(), Optional.empty());
        leases().release(take("a", leases().find(KEY)).orElseThrow(), Optional.empty());

        assertThat(take("a", leases().find(KEY))).contains(new Lease(KEY, "a", 3));
    }

    @Test
    void take_racingForANewLease_oneWins() throws Exception {
        Race.rounds(number -> {
            var key = "egg:new-" + number;
            var won = Race.run(8, i -> () -> leases().take(key, "owner-" + i, Optional.empty(), Samples.NOW));

            assertThat(won.stream().filter(Optional::isPresent)).hasSize(1);
            assertThat(leases().find(key).map(LeaseRow::token)).contains(1L);
            assertThat(leases().find(key).flatMap(LeaseRow::owner))
                    .isEqualTo(
                            won.stream().flatMap(Optional::stream).findFirst().map(Lease::owner));
        });
    }

    @Test
    void take_racingForADeadLease_oneWins() throws Exception {
        Race.rounds(_ -> {
            var before = leases().find(KEY);
            var won = Race.run(8, i -> () -> take("owner-" + i, before));
            assertThat(won.stream().flatMap(Optional::stream)).hasSize(1);
            assertThat(leases().find(KEY).map(LeaseRow::token))
                    .contains(before.map(LeaseRow::token).orElse(0L) + 1);
        });
    }

    @Test
    void renew_held_countsUp() {
        var held = take("a", Optional.empty()).orElseThrow();

        assertThat(leases().renew(held, Samples.NOW)).isTrue();
        assertThat(leases().renew(held, Samples.NOW)).isTrue();
        assertThat(leases().find(KEY).map(LeaseRow::renewals)).contains(2L);
    }

    @Test
    void renew_releasedOrNeverTaken_isFalse() {
        var held = take("a", Optional.empty()).orElseThrow();
        leases().release(held, Optional.empty());

        assertThat(leases().renew(held, Samples.NOW)).isFalse();
        assertThat(leases().renew(new Lease("other", "a", 1), Samples.NOW)).isFalse();
    }

    @Test
    void release_held_freesAndKeepsTheTime() {
        var next = Optional.of(Samples.NOW.plusSeconds(60));
        leases().release(take("a", Optional.empty()).orElseThrow(), next);

        assertThat(leases().find(KEY)).contains(new LeaseRow(KEY, Optional.empty(), 1, 0, next));
        take("b", leases().find(KEY));
        assertThat(leases().find(KEY)).contains(new LeaseRow(KEY, Optional.of("b"), 2, 0, next));
    }

    @Test
    void release_lost_doesNothing() {
        var old = take("a", Optional.empty()).orElseThrow();
        take("a", leases().find(KEY));
        var before = leases().find(KEY);

        leases().release(old, Optional.of(Samples.NOW));

        assertThat(leases().find(KEY)).isEqualTo(before);
    }

    @Test
    void releaseReconciled_sameGeneration_freesAndCleansTheEgg() {
        apply(Samples.eggConfig("web"), 'a', fence("nest-sync"));
        var held = take("a", Optional.empty()).orElseThrow();

        assertThat(leases().releaseReconciled(held, EGG, 1)).isTrue();
        assertThat(egg().generationSeen()).isEqualTo(1);
        assertThat(storage().eggs().dirty(10)).isEmpty();
        assertThat(leases().find(KEY).flatMap(LeaseRow::owner)).isEmpty();
        assertThat(leases().renew(held, Samples.NOW)).isFalse();
    }

    @Test
    void releaseReconciled_generationMoved_isRefusedAndStillHeld() {
        apply(Samples.eggConfig("web"), 'a', fence("nest-sync"));
        var held = take("a", Optional.empty()).orElseThrow();
        storage().eggs().raiseGeneration(EGG);

        assertThat(leases().releaseReconciled(held, EGG, 1)).isFalse();
        assertThat(egg().generationSeen()).isZero();
        assertThat(storage().eggs().dirty(10)).containsExactly(EGG);
        assertThat(leases().renew(held, Samples.NOW)).isTrue();
    }

    @Test
    void releaseReconciled_lostLease_isAConflictAndTheEggStaysDirty() {
        apply(Samples.eggConfig("web"), 'a', fence("nest-sync"));
        var old = take("a", Optional.empty()).orElseThrow();
        take("b", leases().find(KEY));

        assertThatThrownBy(() -> leases().releaseReconciled(old, EGG, 1)).isInstanceOf(ConflictException.class);
        assertThat(egg().generationSeen()).isZero();
        assertThat(leases().find(KEY).flatMap(LeaseRow::owner)).contains("b");
    }

    @Test
    void releaseReconciled_racingWithARaise_neverHidesIt() throws Exception {
        apply(Samples.eggConfig("web"), 'a', fence("nest-sync"));
        Race.rounds(_ -> {
            var held = take("a", leases().find(KEY)).orElseThrow();
            long seen = egg().generation();

            Race.run(
                    2,
                    i -> i == 0
                            ? () -> leases().releaseReconciled(held, EGG, seen)
                            : () -> storage().eggs().raiseGeneration(EGG).isPresent());

            assertThat(egg().generation()).isEqualTo(seen + 1);
            assertThat(storage().eggs().dirty(10)).containsExactly(EGG);
        });
    }

    @Test
    void tryTake_ownerStopped_getsTheLeaseAndShutsTheOwnerOut() {
        var clock = MutableClock.at(Samples.NOW);
        var ttl = Duration.ofSeconds(60);
        var stopped = new Leases(leases(), ttl, clock, clock.nanos(), "stopped");
        var other = new Leases(leases(), ttl, clock, clock.nanos(), "other");
        apply(Samples.eggConfig("web"), 'a', fence("nest-sync"));
        var lost = stopped.tryTake(KEY).orElseThrow();
        var runner = Samples.runner(EGG, new Random(1));

        assertThat(other.tryTake(KEY)).isEmpty();
        clock.advance(Duration.ofSeconds(69));
        assertThat(other.tryTake(KEY)).as("before the time to live and 10 s").isEmpty();
        clock.advance(Duration.ofSeconds(1));
        var taken = other.tryTake(KEY).orElseThrow();

        assertThat(taken.token()).isEqualTo(lost.token() + 1);
        assertThat(stopped.renew(lost)).isFalse();
        assertThatThrownBy(
                        () -> storage().runners().reserve(List.of(runner), SlotLimits.of(1), List.of(), lost.fence()))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> leases().releaseReconciled(lost, EGG, 1)).isInstanceOf(ConflictException.class);
        leases().release(lost, Optional.empty());
        assertThat(other.renew(taken)).isTrue();
        assertThat(storage().runners().reserve(List.of(runner), SlotLimits.of(1), List.of(), taken.fence()))
                .isInstanceOf(ReserveOutcome.Reserved.class);
    }

    @Test
    void everyCall_clockGoesBack_countsOn() {
        var held = take("a", Optional.empty()).orElseThrow();
        var earlier = Samples.NOW.minus(Duration.ofDays(400));

        assertThat(leases().renew(held, earlier)).isTrue();
        var seen = leases().find(KEY);
        assertThat(seen.map(LeaseRow::renewals)).contains(1L);
        var next = leases().take(KEY, "b", seen, earlier).orElseThrow();
        assertThat(next.token()).isEqualTo(held.token() + 1);
        leases().release(next, Optional.of(earlier));
        assertThat(leases().find(KEY).flatMap(LeaseRow::nextAt)).contains(earlier);
    }

    @Test
    void take_keysThatLookAlike_areLeasesApart() {
        var longest = "egg:_jobs/" + "я".repeat(63);
        for (var key :
                List.of("duty:гусь 🪿", "Duty:гусь 🪿", "duty:гусь  🪿", longest, longest + "я", "egg:a%", "egg:a_")) {
            assertThat(leases().take(key, "владелец", Optional.empty(), Samples.NOW))
                    .contains(new Lease(key, "владелец", 1));
            assertThat(leases().find(key).map(LeaseRow::key)).contains(key);
        }
    }
}
