package io.polargosling.bench.ingress;

import io.polargosling.bench.product.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What came of sending requests for a while.
 *
 * @param byStatus how many answers had each status; 0 stands for no answer
 */
record Shots(double seconds, Map<Integer, Long> byStatus, List<Long> sortedNanos) {

    /** Answers with a status of the 200s, a second. */
    double acceptedPerSecond() {
        return byStatus.entrySet().stream()
                        .filter(entry -> entry.getKey() / 100 == 2)
                        .mapToLong(Map.Entry::getValue)
                        .sum()
                / seconds;
    }

    double millis(double share) {
        int last = sortedNanos.size() - 1;
        return last < 0 ? Double.NaN : sortedNanos.get((int) Math.min(last, (long) (last * share))) / 1e6;
    }

    /** As many as go: every connection sends its next request when the answer to the last one is there. */
    static Shots closed(int port, int connections, Duration span, Supplier<byte[]> requests) throws Exception {
        return shoot(port, connections, span, requests, () -> System.nanoTime());
    }

    /** At an even rate, whatever the answers take; a request that goes out late counts from when it was due. */
    static Shots open(int port, int connections, Duration span, double perSecond, Supplier<byte[]> requests)
            throws Exception {
        long start = System.nanoTime();
        double step = 1e9 / perSecond;
        var number = new AtomicLong();
        return shoot(port, connections, span, requests, () -> {
            long due = start + (long) (number.getAndIncrement() * step);
            for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
                LockSupport.parkNanos(rest);
            }
            return due;
        });
    }

    @FunctionalInterface
    private interface Pace {
        /** Waits for the next request's turn; since when it counts. */
        long await();
    }

    private record Part(Map<Integer, Long> byStatus, List<Long> nanos) {}

    private static Shots shoot(int port, int connections, Duration span, Supplier<byte[]> requests, Pace pace)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long end = start + span.toNanos();
        var parts = new ArrayList<Future<Part>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Part> one = () -> shoot(port, end, requests, pace);
            for (int i = 0; i < connections; i++) {
                parts.add(threads.submit(one));
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        var byStatus = new TreeMap<Integer, Long>();
        var nanos = new ArrayList<Long>();
        for (var part : parts) {
            part.get().byStatus().forEach((status, count) -> byStatus.merge(status, count, Long::sum));
            nanos.addAll(part.get().nanos());
        }
        nanos.sort(null);
        return new Shots(seconds, byStatus, nanos);
    }

    private static Part shoot(int port, long end, Supplier<byte[]> requests, Pace pace) throws IOException {
        var part = new Part(new TreeMap<>(), new ArrayList<>());
        try (var connection = new Connection(port)) {
            for (long since = pace.await(); since < end; since = pace.await()) {
                int status;
                try {
                    status = connection.send(requests.get());
                } catch (IOException e) {
                    connection.hangUp();
                    status = 0;
                }
                part.nanos().add(System.nanoTime() - since);
                part.byStatus().merge(status, 1L, Long::sum);
            }
        }
        return part;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%8.0f/s   p50 %6.1f ms   p99 %6.1f ms   max %6.1f ms   %s",
                acceptedPerSecond(),
                millis(0.5),
                millis(0.99),
                millis(1),
                byStatus);
    }
}
