package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandHandler;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.sync.SyncRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every queue of commands does: at least once, in any order, and never blocked by a bad message. */
public abstract class CommandQueueContract {

    /** How often a message is received before it goes to the dead-letter queue. */
    protected static final int MAX_RECEIVES = 3;

    /** How long a received message stays hidden. */
    protected static final Duration VISIBILITY = Duration.ofSeconds(3);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Queue<Listening> subscriptions = new ConcurrentLinkedQueue<>();

    // Set before each test.
    @SuppressWarnings("NullAway.Init")
    private Backend backend;

    /** A queue under test, and what the port does not show. */
    public interface Backend {

        /** The queue. */
        CommandQueue queue();

        /** Begins to receive. */
        Listening listen(QueueName name, CommandHandler handler, int concurrency);

        /** Sends any text as a message. */
        void sendText(QueueName name, String body);

        /** The texts in the dead-letter queue; may take them out. */
        List<String> takeDeadLetters(QueueName name);
    }

    /** A subscription. */
    public interface Listening {

        /** Stops receiving and waits for the handlers; tells how many ran and how many still do. */
        Drained drain(Duration limit);
    }

    /** How many handlers ran at the begin and at the end of a drain. */
    public record Drained(int waitedFor, int left) {}

    /** Empty queues with {@link #MAX_RECEIVES}, {@link #VISIBILITY}, and retries without a wait. */
    protected abstract Backend open();

    @BeforeEach
    final void openBackend() {
        backend = open();
    }

    @AfterEach
    final void drainSubscriptions() {
        subscriptions.forEach(subscription -> subscription.drain(LIMIT));
    }

    private Listening listen(QueueName name, CommandHandler handler, int concurrency) {
        var subscription = backend.listen(name, handler, concurrency);
        subscriptions.add(subscription);
        return subscription;
    }

    private static Command.ReconcileEgg reconcile(String egg) {
        return new Command.ReconcileEgg(EggName.of(egg));
    }

    @Test
    protected void check_queueThere_returns() {
        assertThatCode(() -> backend.queue().check()).doesNotThrowAnyException();
    }

    @Test
    protected void send_everyKind_arrivesEqualOnItsQueue() {
        var commands = List.of(
                reconcile("Web_1-a"),
                new Command.SyncNest("push", SyncRequest.usual(), Optional.of(UUID.randomUUID())),
                Command.SyncNest.because("ünïcode \"quoted\" \n"),
                new Command.EvaluatePolicies());
        var received = ConcurrentHashMap.<Command>newKeySet();
        for (var name : QueueName.values()) {
            listen(
                    name,
                    command -> {
                        assertThat(QueueName.of(command)).isEqualTo(name);
                        received.add(command);
                    },
                    2);
        }

        commands.forEach(backend.queue()::send);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactlyInAnyOrderElementsOf(commands));
    }

    @Test
    protected void send_sameCommandTwice_isReceivedTwice() {
        var received = new AtomicInteger();
        backend.queue().send(reconcile("web"));
        backend.queue().send(reconcile("web"));

        listen(QueueName.HIGH, command -> received.incrementAndGet(), 4);

        await().atMost(LIMIT).until(() -> received.get() == 2);
    }

    @Test
    protected void handler_throwsAtFirst_getsTheCommandAgain() {
        var received = new AtomicInteger();
        listen(
                QueueName.HIGH,
                command -> {
                    if (received.incrementAndGet() < MAX_RECEIVES) {
                        throw new IllegalStateException("not yet");
                    }
                },
                1);

        backend.queue().send(reconcile("web"));

        await().atMost(LIMIT).until(() -> received.get() == MAX_RECEIVES);
        assertThat(backend.takeDeadLetters(QueueName.HIGH)).isEmpty();
    }

    @Test
    protected void handler_alwaysThrows_leadsToTheDeadLettersWhileOthersAreServed() {
        var failed = new AtomicInteger();
        var served = ConcurrentHashMap.<Command>newKeySet();
        listen(
                QueueName.HIGH,
                command -> {
                    if (command.equals(reconcile("broken"))) {
                        failed.incrementAndGet();
                        throw new IllegalStateException("never");
                    }
                    served.add(command);
                },
                1);

        backend.queue().send(reconcile("broken"));
        backend.queue().send(reconcile("web"));

        await().atMost(LIMIT).until(() -> served.contains(reconcile("web")));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.takeDeadLetters(QueueName.HIGH))
                        .singleElement()
                        .asString()
                        .contains("broken"));
        assertThat(failed).hasValue(MAX_RECEIVES);
    }

    @Test
    protected void message_isNoCommand_goesToTheDeadLettersAtOnceAndBlocksNothing() {
        var bad = List.of(
                "no json",
                "{}",
                "[1]",
                "{\"v\":1,\"type\":\"NoSuchThing\",\"args\":{}}",
                "{\"v\":999,\"type\":\"EvaluatePolicies\",\"args\":{}}",
                "{\"v\":1,\"type\":\"ReconcileEgg\",\"args\":{\"egg\":\"1 not a name\"}}",
                "{\"v\":1,\"type\":\"ReconcileEgg\"}",
                "{\"v\":1,\"type\":\"SyncNest\",\"args\":{\"trigger\":\"push\",\"operation\":\"no uuid\"}}");
        bad.forEach(text -> backend.sendText(QueueName.HIGH, text));
        var received = new ConcurrentLinkedQueue<Command>();
        backend.queue().send(reconcile("web"));

        listen(QueueName.HIGH, received::add, 1);

        var dead = new ConcurrentLinkedQueue<String>();
        await().atMost(LIMIT).untilAsserted(() -> {
            dead.addAll(backend.takeDeadLetters(QueueName.HIGH));
            assertThat(dead).containsExactlyInAnyOrderElementsOf(bad);
        });
        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactly(reconcile("web")));
    }

    @Test
    protected void send_withDelay_isReceivedNoEarlier() {
        var receivedAt = new AtomicLong();
        listen(QueueName.HIGH, command -> receivedAt.set(System.nanoTime()), 1);

        long sentAt = System.nanoTime();
        backend.queue().send(reconcile("web"), Duration.ofMillis(1100));

        await().atMost(LIMIT).until(() -> receivedAt.get() != 0);
        assertThat(Duration.ofNanos(receivedAt.get() - sentAt)).isGreaterThanOrEqualTo(Duration.ofMillis(1100));
    }

    @Test
    protected void handler_longerThanTheVisibility_keepsTheCommandToItself() {
        var received = new AtomicInteger();
        var end = new CountDownLatch(1);
        CommandHandler slow = command -> {
            received.incrementAndGet();
            awaitLatch(end);
        };
        listen(QueueName.HIGH, slow, 2);
        listen(QueueName.HIGH, slow, 2);

        backend.queue().send(reconcile("web"));

        await().atMost(LIMIT).until(() -> received.get() > 0);
        await().during(VISIBILITY.plusSeconds(1)).atMost(LIMIT).until(() -> received.get() == 1);
        end.countDown();
    }

    @Test
    protected void drain_handlerRuns_waitsForItAndTakesNothingNew() throws Exception {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var handled = new ConcurrentLinkedQueue<Command>();
        var subscription = listen(
                QueueName.HIGH,
                command -> {
                    begun.countDown();
                    awaitLatch(end);
                    handled.add(command);
                },
                1);
        backend.queue().send(reconcile("first"));
        awaitLatch(begun);

        var drained = CompletableFuture.supplyAsync(() -> subscription.drain(LIMIT));
        backend.queue().send(reconcile("second"));
        assertThat(drained).isNotDone();
        end.countDown();

        assertThat(drained.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(new Drained(1, 0));
        assertThat(handled).containsExactly(reconcile("first"));
        var later = new ConcurrentLinkedQueue<Command>();
        listen(QueueName.HIGH, later::add, 1);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(later).containsExactly(reconcile("second")));
    }

    @Test
    protected void drain_handlerDoesNotEnd_givesUpAtTheLimitAndSaysSo() {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var subscription = listen(
                QueueName.HIGH,
                command -> {
                    begun.countDown();
                    awaitLatch(end);
                },
                1);
        backend.queue().send(reconcile("web"));
        awaitLatch(begun);

        assertThat(subscription.drain(Duration.ofMillis(100))).isEqualTo(new Drained(1, 1));
        end.countDown();
    }

    @Test
    protected void drain_nothingRuns_isClean() {
        assertThat(listen(QueueName.LOW, command -> {}, 4).drain(LIMIT)).isEqualTo(new Drained(0, 0));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("not released within " + LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
