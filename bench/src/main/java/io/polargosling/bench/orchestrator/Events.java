package io.polargosling.bench.orchestrator;

import io.polargosling.bench.product.BenchedProduct;
import io.polargosling.bench.product.Connection;
import io.polargosling.bench.product.Deliveries;
import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.simulator.server.JobSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Jobs that wait at GitLab, the webhooks that tell of them, and when the product has done with them. */
final class Events {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final int CONNECTIONS = 20;
    private static final Pattern SEEN = Pattern.compile("\"generation_seen\":(\\d+)");

    private final BenchedProduct product;
    private final GitLabSimulator gitlab;
    private final WatchedTofu tofu;
    private final Deliveries deliveries;

    Events(BenchedProduct product, GitLabSimulator gitlab, WatchedTofu tofu) {
        this.product = product;
        this.gitlab = gitlab;
        this.tofu = tofu;
        this.deliveries = product.deliveries();
    }

    /**
     * Webhooks that were accepted.
     *
     * @param begun before the first was sent
     * @param accepted when the last was answered
     */
    record Sent(Instant begun, Instant accepted) {

        double millis() {
            return FromEventToMachine.millis(begun, accepted);
        }
    }

    WatchedTofu tofu() {
        return tofu;
    }

    /** A job that waits, of which no webhook tells. */
    void enqueue(int egg) {
        var _ = gitlab.enqueueJobSilently(
                JobSpec.of(BenchedProduct.projectOf(egg), "bench", "true").withTags("bench"));
    }

    /** Sends a webhook of {@code egg}. */
    Sent send(int egg) throws IOException {
        var requests = new ArrayDeque<>(List.of(deliveries.pending(egg)));
        var begun = Instant.now();
        send(requests);
        return new Sent(begun, Instant.now());
    }

    /**
     * Sends {@code count} webhooks of {@code egg} evenly over {@code span}, whatever the answers take.
     *
     * @param before told the number of each before it is sent
     */
    Sent spread(int egg, int count, Duration span, IntConsumer before) throws IOException, InterruptedException {
        var begun = Instant.now();
        var failures = new ConcurrentLinkedQueue<IOException>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                before.accept(i);
                var due = begun.plus(span.multipliedBy(i).dividedBy(count));
                TimeUnit.NANOSECONDS.sleep(Duration.between(Instant.now(), due).toNanos());
                threads.execute(sending(new ArrayDeque<>(List.of(deliveries.pending(egg))), failures));
            }
        }
        throwFirst(failures);
        return new Sent(begun, Instant.now());
    }

    /** Sends a webhook of each of {@code eggs} eggs over a few connections, as quickly as they are taken. */
    private void sendAll(int eggs) throws IOException {
        var requests = new ConcurrentLinkedQueue<>(
                IntStream.range(0, eggs).mapToObj(deliveries::pending).toList());
        var failures = new ConcurrentLinkedQueue<IOException>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                threads.execute(sending(requests, failures));
            }
        }
        throwFirst(failures);
    }

    private Runnable sending(Queue<byte[]> requests, Queue<IOException> failures) {
        return () -> {
            try {
                send(requests);
            } catch (IOException e) {
                failures.add(e);
            }
        };
    }

    private static void throwFirst(Queue<IOException> failures) throws IOException {
        var first = failures.peek();
        if (first != null) {
            throw new IOException("sending webhooks: " + first.getMessage(), first);
        }
    }

    private void send(Queue<byte[]> requests) throws IOException {
        try (var connection = new Connection(product.port())) {
            for (byte[] request = requests.poll(); request != null; request = requests.poll()) {
                require(connection.send(request));
            }
        }
    }

    private static void require(int status) throws IOException {
        if (status != 202) {
            throw new IOException("sending a webhook: status " + status + " (expected: 202)");
        }
    }

    /** Sends a webhook of each of {@code eggs} eggs: the seconds from the first one until the last egg was looked at. */
    double lookedAt(int eggs) throws IOException, InterruptedException {
        var before = new long[eggs];
        for (int egg = 0; egg < eggs; egg++) {
            before[egg] = seen(egg);
        }
        long start = System.nanoTime();
        sendAll(eggs);
        for (int egg = 0; egg < eggs; egg++) {
            while (seen(egg) <= before[egg]) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new IOException("waiting for egg " + BenchedProduct.name(egg) + ": not looked at in "
                            + PATIENCE.toSeconds() + " s");
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private long seen(int egg) throws IOException, InterruptedException {
        String body = product.get("/eggs/" + BenchedProduct.name(egg) + "/status");
        var matcher = SEEN.matcher(body);
        if (!matcher.find()) {
            throw new IOException("reading the status of an egg: no generation_seen in " + body);
        }
        return Long.parseLong(matcher.group(1));
    }

    /** Waits until the product has not asked GitLab anything for a while and keeps no processor busy. */
    void awaitQuiet() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long requests;
        Duration cpu;
        do {
            if (System.nanoTime() > end) {
                throw new IOException(
                        "waiting for the product to be idle: it was not in " + PATIENCE.toSeconds() + " s");
            }
            requests = gitlab.requestCount();
            cpu = product.cpu();
            TimeUnit.MILLISECONDS.sleep(QUIET.toMillis());
        } while (gitlab.requestCount() > requests || product.cpu().minus(cpu).compareTo(QUIET.dividedBy(4)) > 0);
    }
}
