package io.polargosling.simulator.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Sends webhooks, each on a thread of its own, once: GitLab documents no retry of its own accord. */
final class HookSender implements AutoCloseable {

    private final World world;
    private final String instance;
    private final String version;
    private final Duration timeout;
    private volatile boolean dropping;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    HookSender(World world, String instance, String version, Duration timeout) {
        this.world = world;
        this.instance = instance;
        this.version = version;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .connectTimeout(timeout)
                .build();
    }

    /** A delivery ready to go: everything read from the hook under the lock. */
    private record Parcel(
            Hook hook, String url, String event, String webhookId, Map<String, String> headers, String body) {}

    /** Whether new deliveries are lost from now on; tests and repetitions are sent all the same. */
    void setDropping(boolean changed) {
        dropping = changed;
    }

    /** Starts a new delivery. Called under the lock. */
    void send(Hook hook, String event, String body) {
        if (dropping) {
            return;
        }
        Parcel parcel = pack(hook, event, UUID.randomUUID().toString(), body);
        try {
            threads.execute(() -> post(parcel));
        } catch (RejectedExecutionException e) {
            // The simulator is stopping: this delivery is lost, as deliveries may be.
        }
    }

    /** Sends the body of an earlier delivery again under its old id, and waits. Called without the lock. */
    Delivery resend(Hook hook, Delivery earlier) {
        return post(world.locked(() -> pack(hook, earlier.event(), earlier.webhookId(), earlier.body())));
    }

    /** Sends a new delivery even when the hook is disabled, and waits. Called without the lock. */
    Delivery test(Hook hook, String event, String body) {
        return post(world.locked(() -> pack(hook, event, UUID.randomUUID().toString(), body)));
    }

    private Parcel pack(Hook hook, String event, String webhookId, String body) {
        String timestamp = Long.toString(world.now().getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "GitLab/" + version);
        headers.put("X-Gitlab-Event", event);
        headers.put("X-Gitlab-Webhook-UUID", UUID.randomUUID().toString());
        headers.put("X-Gitlab-Event-UUID", UUID.randomUUID().toString());
        headers.put("X-Gitlab-Instance", instance);
        headers.put("Idempotency-Key", webhookId);
        headers.put("webhook-id", webhookId);
        headers.put("webhook-timestamp", timestamp);
        if (hook.token != null) {
            headers.put("X-Gitlab-Token", hook.token);
        }
        if (hook.signingToken != null) {
            headers.put(
                    "webhook-signature",
                    Signature.of(hook.signingToken, webhookId, timestamp, body.getBytes(StandardCharsets.UTF_8)));
        }
        headers.putAll(hook.customHeaders);
        return new Parcel(hook, hook.url, event, webhookId, headers, body);
    }

    private Delivery post(Parcel parcel) {
        Instant sentAt = world.now();
        long start = System.nanoTime();
        Optional<Integer> status = Optional.empty();
        Optional<String> error = Optional.empty();
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(parcel.url()))
                    .timeout(timeout)
                    .POST(HttpRequest.BodyPublishers.ofString(parcel.body()));
            parcel.headers().forEach(request::header);
            status = Optional.of(client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode());
        } catch (IOException | IllegalArgumentException e) {
            error = Optional.of(e.getClass().getSimpleName() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            error = Optional.of("the simulator stopped");
        }
        Delivery.Answer answer =
                new Delivery.Answer(sentAt, Duration.ofNanos(System.nanoTime() - start), status, error);
        return world.locked(() -> record(parcel, answer));
    }

    private Delivery record(Parcel parcel, Delivery.Answer answer) {
        Hook hook = parcel.hook();
        Delivery delivery = new Delivery(
                world.ids.delivery(),
                new Delivery.Target(hook.owner.id(), hook.id, parcel.url()),
                parcel.event(),
                parcel.webhookId(),
                parcel.headers(),
                parcel.body(),
                answer);
        world.deliveries.add(delivery);
        if (answer.received()) {
            hook.succeeded();
        } else {
            hook.failed(world.now());
        }
        return delivery;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }
}
