package io.polargosling.bench.orchestrator;

import io.polargosling.bench.product.BenchedProduct;
import io.polargosling.bench.product.Connection;
import io.polargosling.bench.product.Deliveries;
import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.simulator.server.JobSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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

    /** Sends {@code count} webhooks of {@code egg}. */
    Sent send(int egg, int count) throws IOException {
        return send(IntStream.range(0, count).map(_ -> egg));
    }

    /** Sends a webhook of each, over a few connections at once. */
    private Sent send(IntStream eggs) throws IOException {
        var requests =
                new ConcurrentLinkedQueue<>(eggs.mapToObj(deliveries::pending).toList());
        var begun = Instant.now();
        var refused = new ConcurrentLinkedQueue<Exception>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Math.min(CONNECTIONS, requests.size()); i++) {
                threads.execute(() -> {
                    try {
                        send(requests);
                    } catch (IOException e) {
                        refused.add(e);
                    }
                });
            }
        }
        if (!refused.isEmpty()) {
            throw new IOException("sending webhooks", refused.peek());
        }
        return new Sent(begun, Instant.now());
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
        var _ = send(IntStream.range(0, eggs));
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
