package io.polargosling.testkit.memory;

import io.polargosling.domain.problem.UnavailableException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What all tables share: one lock, and the way back out of a write that did not get to its end. */
final class Rows {

    private final BooleanSupplier cut;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private volatile boolean reachable = true;

    /** @param cut asked before each row that is written and before and after each commit; true cuts the write there */
    Rows(BooleanSupplier cut) {
        this.cut = cut;
    }

    /** Takes the rows away from all who use them, or gives them back. */
    void reachable(boolean now) {
        reachable = now;
    }

    /** Looks at rows that nobody changes meanwhile. */
    synchronized <T> T read(Supplier<T> body) {
        requireReachable();
        return body.get();
    }

    /** Changes rows, all of them or, when anything is thrown, none. */
    synchronized <T> T write(Supplier<T> body) {
        requireReachable();
        undo.clear();
        T result;
        try {
            result = body.get();
            strike();
        } catch (RuntimeException | Error e) {
            undo.forEach(Runnable::run);
            throw e;
        } finally {
            undo.clear();
        }
        strike();
        return result;
    }

    /** As {@link #write}, for what has nothing to tell. */
    void change(Runnable body) {
        Object _ = write(() -> {
            body.run();
            return true;
        });
    }

    /** Says how the row that is about to be written comes back. */
    void onUndo(Runnable back) {
        strike();
        undo.push(back);
    }

    private void requireReachable() {
        if (!reachable) {
            throw new UnavailableException("asking the memory: it is stopped (expected: started)");
        }
    }

    private void strike() {
        if (cut.getAsBoolean()) {
            throw new UnavailableException("writing to the memory: the connection was cut");
        }
    }
}
