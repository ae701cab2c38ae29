package io.polargosling.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Several threads that begin the same thing at one moment. */
final class Race {

    private Race() {}

    /** Lets {@code threads} threads run, each its own task, and gives their results in order. */
    static <T> List<T> run(int threads, IntFunction<Callable<T>> task) throws Exception {
        var start = new CyclicBarrier(threads);
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<T>>();
            for (int i = 0; i < threads; i++) {
                var mine = task.apply(i);
                futures.add(pool.submit(() -> {
                    int _ = start.await();
                    return mine.call();
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
