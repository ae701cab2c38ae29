package io.polargosling.bench.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What came of doing one thing over and over on several threads. */
record Load(double perSecond, double p50Millis, double p99Millis) {

    /** One thread's thing; each call is one operation. */
    @FunctionalInterface
    interface Operation {
        void run() throws Exception;
    }

    /** Runs one operation per thread in a loop: {@code warmUp} unmeasured, then {@code span} measured. */
    static Load measure(List<Operation> operations, Duration warmUp, Duration span) throws Exception {
        var start = new CyclicBarrier(operations.size());
        var all = new ArrayList<Long>();
        try (var pool = Executors.newFixedThreadPool(operations.size())) {
            var results = new ArrayList<Future<List<Long>>>();
            for (Operation operation : operations) {
                Callable<List<Long>> loop = () -> {
                    int _ = start.await();
                    var _ = repeat(operation, warmUp);
                    return repeat(operation, span);
                };
                results.add(pool.submit(loop));
            }
            for (var result : results) {
                all.addAll(result.get());
            }
        }
        all.sort(null);
        return new Load(all.size() / (span.toNanos() / 1e9), millis(all, 0.5), millis(all, 0.99));
    }

    private static List<Long> repeat(Operation operation, Duration span) throws Exception {
        var nanos = new ArrayList<Long>();
        long end = System.nanoTime() + span.toNanos();
        for (long before = System.nanoTime(); before < end; ) {
            operation.run();
            long after = System.nanoTime();
            nanos.add(after - before);
            before = after;
        }
        return nanos;
    }

    private static double millis(List<Long> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1L, (long) (sorted.size() * share))) / 1e6;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%8.0f/s   p50 %6.2f ms   p99 %6.2f ms", perSecond, p50Millis, p99Millis);
    }
}
