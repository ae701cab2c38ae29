package io.polargosling.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Several threads of the operating system that begin the same thing at one moment. */
public final class Race {

    /** The system property that says how many rounds a race has. */
    public static final String ROUNDS = "gosling.contract.rounds";

    private Race() {}

    /** One round of a race that is run several times: 20, or as {@link #ROUNDS} says. */
    @FunctionalInterface
    interface Round {
        void run(int number) throws Exception;
    }

    static int rounds() {
        return Integer.getInteger(ROUNDS, 20);
    }

    static void rounds(Round round) throws Exception {
        int rounds = rounds();
        for (int number = 1; number <= rounds; number++) {
            try {
                round.run(number);
            } catch (AssertionError e) {
                throw new AssertionError("round " + number + ": " + e.getMessage(), e);
            }
        }
    }

    /** Lets {@code threads} threads run, each its own task, and gives their results in order. */
    static <T> List<T> run(int threads, IntFunction<Callable<T>> task) throws Exception {
        var start = new CyclicBarrier(threads);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var futures = new ArrayList<Future<T>>();
            for (int i = 0; i < threads; i++) {
                var mine = task.apply(i);
                futures.add(pool.submit(() -> {
                    int _ = start.await();
                    return Patience.until(mine);
                }));
            }
            var results = new ArrayList<T>();
            for (var future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
