package io.polargosling.worker.demand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MergedLooksTest {

    private final MergedLooks<String, Integer> looks = new MergedLooks<>();
    private final AtomicInteger count = new AtomicInteger();

    @Test
    void look_oneAfterTheOther_looksEachTime() {
        assertThat(looks.look("a", count::incrementAndGet)).isEqualTo(1);
        assertThat(looks.look("a", count::incrementAndGet)).isEqualTo(2);
    }

    @Test
    void look_askedManyTimesDuringALook_looksOnceMoreForAll() throws InterruptedException, ExecutionException {
        var begun = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> looks.look("a", () -> {
                begun.countDown();
                await(mayEnd);
                return count.incrementAndGet();
            }));
            begun.await();
            var asking = new AtomicInteger();
            List<Future<Integer>> others = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                others.add(threads.submit(() -> {
                    asking.incrementAndGet();
                    return looks.look("a", count::incrementAndGet);
                }));
            }
            Awaitility.await().until(() -> asking.get() == 100 && looks.waiting("a") == 100);
            mayEnd.countDown();

            assertThat(first.get()).isEqualTo(1);
            for (var other : others) {
                assertThat(other.get()).isEqualTo(2);
            }
        }
    }

    @Test
    void look_thatFails_isNotShared() {
        assertThatIllegalStateException()
                .isThrownBy(() -> looks.look("a", () -> {
                    throw new IllegalStateException("no");
                }));

        assertThat(looks.look("a", count::incrementAndGet)).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
