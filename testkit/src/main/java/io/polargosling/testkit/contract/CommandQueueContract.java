package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandHandler;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.DeadLetter;
import io.polargosling.domain.command.DeadLetters;
import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.command.SendOutcome;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.sync.SyncRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every queue of commands does: at least once, in any order, and never blocked by a bad message. */
public abstract class CommandQueueContract {

    /** How often a message is received before it goes to the dead-letter queue. */
    protected static final int MAX_RECEIVES = 3;

    /** How long a received message stays hidden. */
    protected static final Duration VISIBILITY = Duration.ofSeconds(6);

    private static final Duration LIMIT = Duration.ofSeconds(60);

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

        /** The dead letters. */
        DeadLetters deadLetters();

        /** From now on the queue refuses every message whose text fits, one by one. */
        void refuse(Predicate<String> texts);

        /** From now on the queue does not answer when it is sent something, or does again. */
        void cut(boolean away);

        /** The queue forgets as many of the next deletions as said. */
        void forgetDeletions(int count);
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

        assertThat(subscription.drain(Duration.ZERO)).isEqualTo(new Drained(1, 1));
        backend.queue().send(reconcile("second"));
        var drained = CompletableFuture.supplyAsync(() -> subscription.drain(LIMIT), Thread::startVirtualThread);
        assertThat(drained).isNotDone();
        end.countDown();

        assertThat(drained.get(LIMIT.toSeconds(), TimeUnit.SECONDS).left()).isZero();
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

    @Test
    protected void handler_error_bringsTheCommandBackToo() {
        var received = new AtomicInteger();
        listen(
                QueueName.HIGH,
                command -> {
                    if (received.incrementAndGet() == 1) {
                        throw new AssertionError("of a broken handler");
                    }
                },
                1);

        backend.queue().send(reconcile("web"));

        await().atMost(LIMIT).until(() -> received.get() == 2);
    }

    @Test
    protected void handler_otherSideAsksToWait_getsTheCommandNoEarlier() {
        var times = new CopyOnWriteArrayList<Long>();
        listen(
                QueueName.HIGH,
                command -> {
                    times.add(System.nanoTime());
                    if (times.size() == 1) {
                        throw new UnavailableException("busy", null, Duration.ofMillis(1500));
                    }
                },
                1);

        backend.queue().send(reconcile("web"));

        await().atMost(LIMIT).until(() -> times.size() == 2);
        assertThat(Duration.ofNanos(times.getLast() - times.getFirst()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(1500));
    }

    @Test
    protected void sendAll_ofAllQueues_arriveEqualEachOnItsQueue() {
        var commands = new ArrayList<>(reconciles(450));
        commands.add(100, new Command.EvaluatePolicies());
        commands.add(200, Command.SyncNest.because("push"));
        commands.add(300, new Command.ReconcileGitLab(EggName.of("web")));
        var received = new ConcurrentLinkedQueue<Command>();
        for (var name : QueueName.values()) {
            listen(name, received::add, 4);
        }

        assertThat(backend.queue().sendAll(commands)).hasSize(453).containsOnly(new SendOutcome.Sent());

        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactlyInAnyOrderElementsOf(commands));
    }

    @Test
    protected void sendAll_nothing_isNothing() {
        assertThat(backend.queue().sendAll(List.of())).isEmpty();
    }

    @Test
    protected void sendAll_queueRefusesSome_saysOfExactlyWhich() {
        var commands = reconciles(450);
        var received = ConcurrentHashMap.<Command>newKeySet();
        listen(QueueName.HIGH, received::add, 4);
        backend.refuse(text -> text.contains("\"egg-250\""));

        var outcomes = backend.queue().sendAll(commands);

        var sent = IntStream.range(0, 450)
                .filter(place -> outcomes.get(place) instanceof SendOutcome.Sent)
                .mapToObj(commands::get)
                .toList();
        assertThat(sent)
                .hasSizeBetween(1, 449)
                .doesNotContain(reconcile("egg-250"))
                .contains(reconcile("egg-0"), reconcile("egg-449"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactlyInAnyOrderElementsOf(sent));
    }

    @Test
    protected void sendAll_queueAway_failsForAllAndLaterRecovers() {
        var commands = List.<Command>of(reconcile("web"), new Command.EvaluatePolicies(), reconcile("api"));
        backend.cut(true);
        assertThat(backend.queue().sendAll(commands)).hasSize(3).allMatch(SendOutcome.Failed.class::isInstance);
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> backend.queue().send(reconcile("web")));

        backend.cut(false);

        assertThat(backend.queue().sendAll(commands)).hasSize(3).containsOnly(new SendOutcome.Sent());
    }

    @Test
    protected void batch_someFail_onlyTheyComeBack() {
        var received = new ConcurrentHashMap<Command, Integer>();
        listen(
                QueueName.HIGH,
                command -> {
                    int times = received.merge(command, 1, Integer::sum);
                    if (command.equals(reconcile("egg-3")) && times == 1) {
                        throw new IllegalStateException("not yet");
                    }
                    if (command.equals(reconcile("egg-5"))) {
                        throw new IllegalStateException("never");
                    }
                },
                2);

        backend.queue().sendAll(reconciles(8));

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.takeDeadLetters(QueueName.HIGH))
                        .singleElement()
                        .asString()
                        .contains("egg-5")
                        .doesNotContain("egg-3"));
        await().atMost(LIMIT).until(() -> received.getOrDefault(reconcile("egg-3"), 0) == 2);
        assertThat(received).hasSize(8).containsEntry(reconcile("egg-5"), MAX_RECEIVES);
        assertThat(received.values()).filteredOn(times -> times == 1).hasSize(6);
    }

    @Test
    protected void batch_partIsNoCommand_goesAloneToTheDeadLetters() {
        String good = "{\"v\":1,\"type\":\"ReconcileEgg\",\"args\":{\"egg\":\"web\"}}";
        String bad = "{\"v\":1,\"type\":\"NoSuchThing\",\"args\":{}}";
        String nested = "{\"v\":1,\"type\":\"Batch\",\"items\":[" + good + "]}";
        var received = new ConcurrentLinkedQueue<Command>();
        backend.sendText(
                QueueName.HIGH, "{\"v\":1,\"type\":\"Batch\",\"items\":[" + bad + "," + good + "," + nested + ",7]}");

        listen(QueueName.HIGH, received::add, 2);

        var dead = new ConcurrentLinkedQueue<String>();
        await().atMost(LIMIT).untilAsserted(() -> {
            dead.addAll(backend.takeDeadLetters(QueueName.HIGH));
            assertThat(dead).containsExactlyInAnyOrder(bad, nested, "7");
        });
        assertThat(received).containsExactly(reconcile("web"));
    }

    @Test
    protected void batch_manyCommands_useAllSlotsAndNoMore() {
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        var all = new CountDownLatch(4);
        var done = new AtomicInteger();
        listen(
                QueueName.HIGH,
                command -> {
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    all.countDown();
                    awaitLatch(all);
                    atOnce.decrementAndGet();
                    done.incrementAndGet();
                },
                4);

        backend.queue().sendAll(reconciles(40));
        backend.queue().sendAll(reconciles(40));
        backend.queue().send(reconcile("alone"));

        await().atMost(LIMIT).until(() -> done.get() == 81);
        assertThat(most).hasValue(4);
    }

    @Test
    protected void batch_longerThanTheVisibility_isHandledOnce() {
        var received = new AtomicInteger();
        var end = new CountDownLatch(1);
        CommandHandler slow = command -> {
            received.incrementAndGet();
            awaitLatch(end);
        };
        listen(QueueName.HIGH, slow, 1);
        backend.queue().sendAll(reconciles(2));
        await().atMost(LIMIT).until(() -> received.get() == 1);
        listen(QueueName.HIGH, slow, 1);

        await().during(VISIBILITY.plusSeconds(1)).atMost(LIMIT).until(() -> received.get() == 1);
        end.countDown();
        await().atMost(LIMIT).until(() -> received.get() == 2);
    }

    @Test
    protected void batch_drained_leavesTheRestToOthersAndRepeatsNothing() {
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
        backend.queue().sendAll(reconciles(30));
        awaitLatch(begun);

        assertThat(subscription.drain(Duration.ZERO)).isEqualTo(new Drained(1, 1));
        end.countDown();

        assertThat(subscription.drain(LIMIT).left()).isZero();
        assertThat(handled).hasSize(1);
        listen(QueueName.HIGH, handled::add, 4);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(handled).containsExactlyInAnyOrderElementsOf(reconciles(30)));
    }

    @Test
    protected void batch_queueRefusesWhatFailed_comesBackWholeAndLosesNothing() {
        var received = new ConcurrentHashMap<Command, Integer>();
        listen(
                QueueName.HIGH,
                command -> {
                    int times = received.merge(command, 1, Integer::sum);
                    if (command.equals(reconcile("egg-1")) && times == 1) {
                        throw new IllegalStateException("not yet");
                    }
                    if (times == 2) {
                        backend.refuse(text -> false);
                    }
                },
                1);
        backend.queue().sendAll(reconciles(3));
        backend.refuse(text -> true);

        await().atMost(LIMIT).until(() -> received.getOrDefault(reconcile("egg-1"), 0) == 2);
        assertThat(received).containsOnlyKeys(reconciles(3).toArray(Command[]::new));
    }

    @Test
    protected void deletion_forgotten_bringsTheCommandsAgainAndEnds() {
        var received = new ConcurrentHashMap<Command, Integer>();
        backend.forgetDeletions(2);
        listen(QueueName.HIGH, command -> received.merge(command, 1, Integer::sum), 2);

        backend.queue().send(reconcile("web"));
        backend.queue().sendAll(reconciles(2));

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(received)
                        .isEqualTo(Map.of(reconcile("web"), 2, reconcile("egg-0"), 2, reconcile("egg-1"), 2)));
    }

    @Test
    protected void messages_outOfOrderTwiceAndInterrupted_areAllHandled() {
        var handled = ConcurrentHashMap.<Command>newKeySet();
        var tries = new ConcurrentHashMap<Command, Integer>();
        CommandHandler handler = command -> {
            // Each third fails at first.
            if (Math.floorMod(command.hashCode(), 3) == 0 && tries.merge(command, 1, Integer::sum) == 1) {
                throw new IllegalStateException("not yet");
            }
            handled.add(command);
        };
        var commands = reconciles(120);
        backend.queue().send(commands.getFirst(), Duration.ofSeconds(1));
        backend.queue().sendAll(commands);
        backend.queue().sendAll(commands.reversed());

        for (int turn = 1; turn <= 2; turn++) {
            int enough = turn * 20;
            var subscription = listen(QueueName.HIGH, handler, 3);
            await().atMost(LIMIT).until(() -> handled.size() >= enough);
            subscription.drain(LIMIT);
        }
        listen(QueueName.HIGH, handler, 3);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(handled).containsAll(commands));
    }

    @Test
    protected void deadLetters_none_areNone() {
        assertThat(backend.deadLetters().list(QueueName.LOW, PageRequest.first(10)))
                .isEqualTo(new Page<>(List.of(), Optional.empty()));
        assertThat(backend.deadLetters().redriveAll(QueueName.LOW)).isEqualTo(new DeadLetters.Moved(0, Set.of(), true));
        assertThat(backend.deadLetters().purge(QueueName.LOW, Set.of("nothing")))
                .isEqualTo(new DeadLetters.Moved(0, Set.of("nothing"), true));
    }

    @Test
    protected void deadLetters_given_areShownPageByPageAgainAndAgain() {
        giveUp(15);

        for (int look = 1; look <= 2; look++) {
            var shown = new ArrayList<DeadLetter>();
            Optional<String> cursor = Optional.empty();
            do {
                var page = backend.deadLetters().list(QueueName.HIGH, new PageRequest(8, cursor));
                shown.addAll(page.items());
                cursor = page.next();
            } while (cursor.isPresent());
            assertThat(shown).hasSize(15).extracting(DeadLetter::id).doesNotHaveDuplicates();
            assertThat(shown)
                    .extracting(letter -> letter.key().orElse(""))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 14)
                            .mapToObj(number -> "egg-" + number)
                            .collect(Collectors.toCollection(() -> new ArrayList<>(List.of("")))));
            assertThat(shown).allMatch(letter -> letter.reason().isPresent() && letter.receives() >= 1);
        }
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(
                        () -> backend.deadLetters().list(QueueName.HIGH, new PageRequest(8, Optional.of("no cursor"))));
    }

    @Test
    protected void deadLetters_redriven_areTriedAsIfNew() {
        giveUp(4);
        var letters = backend.deadLetters();
        var one = idOf("egg-1");

        assertThat(letters.redrive(QueueName.HIGH, Set.of(one, "nothing")))
                .isEqualTo(new DeadLetters.Moved(1, Set.of("nothing"), true));
        assertThat(letters.list(QueueName.HIGH, PageRequest.first(10)).items()).hasSize(3);
        assertThat(letters.redriveAll(QueueName.HIGH)).isEqualTo(new DeadLetters.Moved(3, Set.of(), true));

        var received = new ConcurrentHashMap<Command, Integer>();
        listen(
                QueueName.HIGH,
                command -> {
                    if (received.merge(command, 1, Integer::sum) < MAX_RECEIVES) {
                        throw new IllegalStateException("not yet");
                    }
                },
                4);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(received)
                        .isEqualTo(Map.of(
                                reconcile("egg-0"), MAX_RECEIVES,
                                reconcile("egg-1"), MAX_RECEIVES,
                                reconcile("egg-2"), MAX_RECEIVES)));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(letters.list(QueueName.HIGH, PageRequest.first(10))
                                .items())
                        .singleElement()
                        .satisfies(poison -> assertThat(poison.type()).isEmpty()));
    }

    @Test
    protected void deadLetters_purged_areGoneAndOthersAreNot() {
        giveUp(3);
        var letters = backend.deadLetters();

        assertThat(letters.purge(QueueName.HIGH, Set.of(idOf("egg-0"), idOf(""))))
                .isEqualTo(new DeadLetters.Moved(2, Set.of(), true));

        assertThat(letters.list(QueueName.HIGH, PageRequest.first(10)).items())
                .singleElement()
                .satisfies(letter -> assertThat(letter.key()).contains("egg-1"));
    }

    /** Has as many dead letters, one of them no command; the others are about {@code egg-0} and so on. */
    private void giveUp(int count) {
        backend.queue().sendAll(reconciles(count - 1));
        backend.sendText(QueueName.HIGH, "no json");
        var subscription = listen(
                QueueName.HIGH,
                command -> {
                    throw new IllegalStateException("never");
                },
                4);
        await().atMost(LIMIT)
                .until(() -> backend.deadLetters()
                                .list(QueueName.HIGH, PageRequest.first(count))
                                .items()
                                .size()
                        == count);
        subscription.drain(LIMIT);
    }

    private String idOf(String key) {
        return backend.deadLetters().list(QueueName.HIGH, PageRequest.first(500)).items().stream()
                .filter(letter -> letter.key().orElse("").equals(key))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static List<Command> reconciles(int count) {
        return IntStream.range(0, count)
                .<Command>mapToObj(number -> reconcile("egg-" + number))
                .toList();
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
