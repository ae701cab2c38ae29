package io.polargosling.worker.tofu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSlotsTest {

    private static final long GIB = 1L << 30;

    private final AtomicLong free = new AtomicLong(64 * GIB);
    private final RunSlots slots = new RunSlots(2, free::get);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void acquire_everyPlaceIsTaken_waitsForOne() throws Exception {
        var first = slots.acquire();
        try (var _ = slots.acquire()) {
            var third = acquire();
            assertThat(third.isDone()).isFalse();

            first.close();

            third.get().close();
        }
    }

    @Test
    void acquire_noMemoryAtAll_letsOneRun() throws Exception {
        free.set(0);

        try (var slot = slots.acquire()) {
            assertThat(slot).isNotNull();
        }
    }

    @Test
    void acquire_memoryFollows_waitsUntilThereIsEnough() throws Exception {
        try (var first = slots.acquire()) {
            first.uses(GIB);
            free.set(GIB - 1);
            var second = acquire();
            assertThat(second.isDone()).isFalse();

            free.set(GIB);

            second.get().close();
        }
    }

    @Test
    void acquire_runsThatStillGrow_areLeftRoom() throws Exception {
        try (var first = slots.acquire()) {
            first.uses(GIB);
            first.uses(GIB / 4);
            free.set(GIB + GIB / 2);
            var second = acquire();
            assertThat(second.isDone()).isFalse();

            free.set(GIB + GIB * 3 / 4);

            second.get().close();
        }
    }

    @Test
    void budget_beforeAndAfterARun_isTheMostSeen() throws Exception {
        assertThat(slots.budget()).isEqualTo(RunSlots.FIRST_GUESS);

        try (var slot = slots.acquire()) {
            slot.uses(GIB);
            slot.uses(1);
        }

        assertThat(slots.budget()).isEqualTo(GIB);
    }

    @Test
    void available_ofAControlGroup_isWhatThatLeaves(@TempDir Path root) throws IOException {
        write(root, "proc/meminfo", "MemTotal:  8388608 kB\nMemAvailable:    4194304 kB\n");
        var memory = new HostMemory(root);
        assertThat(memory.available()).isEqualTo(4 * GIB);
        assertThat(memory.total()).isEqualTo(8 * GIB);

        write(root, "sys/fs/cgroup/memory.max", 2 * GIB + "\n");
        write(root, "sys/fs/cgroup/memory.current", GIB * 3 / 2 + "\n");
        write(root, "sys/fs/cgroup/memory.stat", "anon 5\ninactive_file " + GIB + "\n");

        assertThat(memory.available()).isEqualTo(GIB * 3 / 2);
        assertThat(memory.total()).isEqualTo(2 * GIB);
    }

    @Test
    void available_controlGroupWithoutLimit_isTheHosts(@TempDir Path root) throws IOException {
        write(root, "proc/meminfo", "MemTotal:  8388608 kB\nMemAvailable:    4194304 kB\n");
        write(root, "sys/fs/cgroup/memory.max", "max\n");

        assertThat(new HostMemory(root).available()).isEqualTo(4 * GIB);
    }

    @Test
    void available_nestedControlGroup_isWhatThatLeaves(@TempDir Path root) throws IOException {
        write(root, "proc/meminfo", "MemTotal:  8388608 kB\nMemAvailable:    4194304 kB\n");
        write(root, "proc/self/cgroup", "0::/system.slice/gosling.service\n");
        write(root, "sys/fs/cgroup/system.slice/gosling.service/memory.max", GIB + "\n");
        write(root, "sys/fs/cgroup/system.slice/gosling.service/memory.current", "1024\n");

        assertThat(new HostMemory(root).available()).isEqualTo(GIB - 1024);
    }

    private static void write(Path root, String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    /** Begins to wait, and is waiting when this returns unless there was room. */
    private Future<RunSlots.Slot> acquire() {
        var waiter = new Thread[1];
        Callable<RunSlots.Slot> task = () -> {
            waiter[0] = Thread.currentThread();
            return slots.acquire();
        };
        var future = threads.submit(task);
        await().until(() -> future.isDone()
                || (waiter[0] != null
                        && (waiter[0].getState() == Thread.State.WAITING
                                || waiter[0].getState() == Thread.State.TIMED_WAITING)));
        return future;
    }
}
