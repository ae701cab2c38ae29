package io.polargosling.worker.sync;

import io.polargosling.domain.command.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Commands that come while a sync runs wait for its end and are then served by one more sync together. */
final class MergedSyncs {

    private final ReentrantLock running = new ReentrantLock(true);
    private final List<Waiting> waiting = new ArrayList<>();

    private static final class Waiting {

        private final Command.SyncNest command;
        private boolean served;
        private @Nullable RuntimeException failure;

        Waiting(Command.SyncNest command) {
            this.command = command;
        }
    }

    /**
     * Returns when {@code command} was served by a run of {@code sync} that began after this call.
     *
     * @throws RuntimeException what that run threw
     */
    void serve(Command.SyncNest command, Consumer<List<Command.SyncNest>> sync) {
        var own = new Waiting(command);
        synchronized (waiting) {
            waiting.add(own);
        }
        running.lock();
        try {
            if (!own.served) {
                run(sync);
            }
        } finally {
            running.unlock();
        }
        if (own.failure != null) {
            throw own.failure;
        }
    }

    private void run(Consumer<List<Command.SyncNest>> sync) {
        List<Waiting> together;
        synchronized (waiting) {
            together = List.copyOf(waiting);
            waiting.clear();
        }
        @Nullable RuntimeException failure = null;
        try {
            sync.accept(together.stream().map(one -> one.command).distinct().toList());
        } catch (RuntimeException e) {
            failure = e;
        } catch (Error e) {
            failure = new IllegalStateException("the sync of the Nest died", e);
            throw e;
        } finally {
            for (var one : together) {
                one.served = true;
                one.failure = failure;
            }
        }
    }
}
