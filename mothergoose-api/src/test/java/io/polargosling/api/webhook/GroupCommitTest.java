package io.polargosling.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.polargosling.api.Fixtures;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.webhook.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private final AtomicLong nanos = new AtomicLong();
    private final List<List<Hint>> groups = new ArrayList<>();
    private final GroupCommit commit = GroupCommit.manual(
            hints -> {
                groups.add(hints);
                return hints.stream().map(GroupCommitTest::fate).toList();
            },
            nanos::get);

    private static Hint.Fate fate(Hint hint) {
        return hint.row().key().startsWith("bad") ? Hint.Fate.FAILED : Hint.Fate.TAKEN;
    }

    private static Hint hint(String key) {
        var row = new Delivery(key, Fixtures.SERVER, "egg/web/project/1", "push", "queued", "hint", Instant.EPOCH);
        return new Hint(row, Optional.empty(), Optional.empty());
    }

    private void waits(String key) {
        var _ = commit.submit(List.of(hint(key)));
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void group_leavesTenMillisecondsAfterItsFirstDelivery() {
        waits("1");
        pass(9);
        waits("2");
        assertThat(commit.commitDue()).isZero();

        pass(1);
        assertThat(commit.commitDue()).isEqualTo(2);
        assertThat(commit.commitDue()).isZero();
        assertThat(groups).hasSize(1);
    }

    @Test
    void group_full_leavesAtOnceWithoutTheRest() {
        IntStream.rangeClosed(1, GroupCommit.FULL + 1).forEach(i -> waits("k" + i));

        assertThat(commit.commitDue()).isEqualTo(GroupCommit.FULL);
        assertThat(commit.commitDue()).isZero();
        pass(10);
        assertThat(commit.commitDue()).isEqualTo(1);
    }

    @Test
    void delivery_hasTheFatesOfItsOwnHintsOnly() {
        var one = commit.submit(List.of(hint("a"), hint("bad")));
        var two = commit.submit(List.of(hint("b")));
        pass(10);
        commit.commitDue();

        assertThat(one).isCompletedWithValue(List.of(Hint.Fate.TAKEN, Hint.Fate.FAILED));
        assertThat(two).isCompletedWithValue(List.of(Hint.Fate.TAKEN));
    }

    @Test
    void submit_tooManyWait_isUnavailableUntilSomeHaveLeft() {
        IntStream.range(0, GroupCommit.MOST_WAITING).forEach(i -> waits("k" + i));
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> commit.submit(List.of(hint("more"))));

        commit.commitDue();
        assertThat(commit.submit(List.of(hint("more")))).isNotDone();
    }

    @Test
    void commit_fails_failsItsDeliveriesAndTheNextGroupIsServed() {
        for (var failure : List.of(new UnavailableException("no answer"), new InternalException("a bug"))) {
            var failing = new ArrayList<>(List.of(failure));
            var frail = GroupCommit.manual(
                    hints -> {
                        if (!failing.isEmpty()) {
                            throw failing.removeFirst();
                        }
                        return List.of(Hint.Fate.TAKEN);
                    },
                    nanos::get);
            var first = frail.submit(List.of(hint("1")));
            pass(10);
            frail.commitDue();
            var second = frail.submit(List.of(hint("1")));
            pass(10);
            frail.commitDue();

            assertThat(first).isCompletedExceptionally();
            assertThat(second).isCompletedWithValue(List.of(Hint.Fate.TAKEN));
        }
    }

    @Test
    void close_whileDeliveriesWait_commitsThemAndTakesNoMore() throws Exception {
        var committing = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var running = GroupCommit.start(hints -> {
            committing.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return hints.stream().map(GroupCommitTest::fate).toList();
        });
        var results = new ArrayList<CompletableFuture<List<Hint.Fate>>>();
        results.add(running.submit(List.of(hint("1"))));
        committing.await();
        results.add(running.submit(List.of(hint("2"))));

        goOn.countDown();
        running.close();

        assertThat(results).allSatisfy(result -> assertThat(result).isCompletedWithValue(List.of(Hint.Fate.TAKEN)));
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> running.submit(List.of(hint("3"))));
    }
}
