package io.polargosling.worker.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.sync.NestHead;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.domain.sync.SyncRequest;
import io.polargosling.secrets.LocalSecrets;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.storage.object.ObjectStorage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.worker.SentCommands;
import io.polargosling.worker.binary.KnownVersions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes, orders and deaths at bad moments. */
class NestSyncOrderTest {

    private static final EggName WEB = EggName.of("web");
    private static final String WRITE = "EggStore.applyAll";

    @TempDir
    private Path folder;

    private final SentCommands queue = new SentCommands();
    private final MutableClock clock = MutableClock.create();
    private BareNest nest;
    private Storage storage;
    private Optional<String> machines = Optional.empty();
    private int folders;

    @BeforeEach
    void open() {
        nest = new BareNest(folder.resolve("remote.git"));
        storage = JdbcStorage.embedded(folder.resolve("store"));
    }

    @AfterEach
    void close() {
        storage.close();
        nest.close();
    }

    @Test
    void sync_twoPushesInQuickSuccession_endAtTheSecond() {
        nest.egg("web", 1).policy(3).commit();
        var second = nest.egg("web", 1, 7).commit();
        var sync = sync(storage);

        sync.sync(Command.SyncNest.because("push"));
        sync.sync(Command.SyncNest.because("push"));

        assertThat(head()).isEqualTo(second);
        assertThat(web().config().runner().maxRunners()).isEqualTo(7);
        assertThat(history()).hasSize(1);
    }

    @Test
    void sync_pushWhileItWrites_isLeftToTheNext() {
        var first = nest.egg("web", 1).policy(3).commit();
        var second = new ArrayList<CommitId>();
        var sync = sync(WatchedStorage.of(
                storage, once(WRITE, () -> second.add(nest.egg("web", 1, 7).commit()))));

        sync.sync(Command.SyncNest.because("push"));
        assertThat(head()).isEqualTo(first);
        assertThat(web().active().commit()).isEqualTo(first);

        sync.sync(Command.SyncNest.because("push"));
        assertThat(head()).isEqualTo(second.getFirst());
        assertThat(web().active().commit()).isEqualTo(second.getFirst());
    }

    @Test
    void sync_losesItsLeaseAndANewerOneRuns_writesNothingMore() {
        nest.egg("web", 1).policy(3).commit();
        var late = sync(WatchedStorage.of(storage, once(WRITE, this::letAnotherSyncANewerCommit)));

        assertThatThrownBy(() -> late.sync(Command.SyncNest.because("push"))).isInstanceOf(GoslingException.class);

        assertThat(web().config().runner().maxRunners()).isEqualTo(9);
        assertThat(history()).extracting(SyncRecord::trigger).containsExactly("newer");
    }

    private void letAnotherSyncANewerCommit() {
        var held = storage.leases().find("nest-sync").orElseThrow();
        storage.leases().release(new Lease("nest-sync", held.owner().orElseThrow(), held.token()), Optional.empty());
        nest.egg("web", 1, 9).commit();
        sync(storage).sync(Command.SyncNest.because("newer"));
    }

    @Test
    void sync_diesAtAnyPointAndIsRepeated_endsAsIfItHadNot() {
        nest.egg("web", 1).egg("shop", 2).policy(3);
        var head = nest.commit();
        boolean died = true;
        for (int survived = 0; died; survived++) {
            var dying = new AtomicBoolean();
            var calls = new AtomicInteger(survived);
            try (var fresh = JdbcStorage.embedded(folder.resolve("store-" + survived))) {
                var own = WatchedStorage.of(fresh, call -> {
                    // What a dead process would not do either.
                    if (dying.get() || (!call.startsWith("LeaseStore.") && calls.getAndDecrement() == 0)) {
                        dying.set(true);
                        throw new Death();
                    }
                });
                died = dies(sync(own));
                if (died) {
                    var held = fresh.leases().find("nest-sync").orElseThrow();
                    held.owner()
                            .ifPresent(owner -> fresh.leases()
                                    .release(new Lease("nest-sync", owner, held.token()), Optional.empty()));
                }
                sync(fresh).sync(Command.SyncNest.because("again"));

                assertThat(fresh.syncs().head().map(NestHead::commit)).contains(head);
                assertThat(fresh.eggs().list(PageRequest.first(10)).items())
                        .as("after %d calls", survived)
                        .hasSize(2)
                        .allSatisfy(egg -> assertThat(egg.active().number()).isEqualTo(1));
                assertThat(fresh.policies().current().orElseThrow().failedThreshold())
                        .isEqualTo(3);
            }
        }
    }

    private static boolean dies(NestSync sync) {
        try {
            sync.sync(Command.SyncNest.because("first"));
            return false;
        } catch (Death e) {
            return true;
        }
    }

    @Test
    void sync_commitIsInTheHead_isDone() {
        var first = nest.egg("web", 1).policy(3).commit();
        nest.egg("web", 1, 4).commit();
        var operation = operation();

        sync(storage).sync(asked(operation, Optional.of(first)));

        assertThat(status(operation)).isEqualTo(Operation.Status.SUCCEEDED);
    }

    @Test
    void sync_commitIsNotPushedYet_isWaitedFor() {
        nest.egg("web", 1).policy(3).commit();
        var sync = sync(storage);
        var operation = operation();
        var later = nest.unpushed();
        var order = asked(operation, Optional.of(later));

        sync.sync(order);

        assertThat(storage.operations().find(operation).orElseThrow().finishedAt())
                .isEmpty();
        assertThat(queue.all())
                .filteredOn(sent -> sent.command().equals(order))
                .singleElement()
                .satisfies(sent -> assertThat(sent.delay()).isPositive());
        nest.push(later);
        sync.sync(order);
        assertThat(status(operation)).isEqualTo(Operation.Status.SUCCEEDED);
        assertThat(head()).isEqualTo(later);
    }

    @Test
    void sync_commitNeverComes_endsWithACommitNotInNest() {
        nest.egg("web", 1).policy(3).commit();
        var sync = sync(storage);
        var operation = operation();
        var order = asked(operation, Optional.of(CommitId.of("ab".repeat(20))));
        clock.advance(SyncAnswers.WAIT_FOR_COMMIT);

        sync.sync(order);

        assertThat(status(operation)).isEqualTo(Operation.Status.FAILED);
        assertThat(storage.operations().find(operation).orElseThrow().problem().orElseThrow())
                .startsWith("commit-not-in-nest: ")
                .contains("ab".repeat(20));
        assertThat(queue.commands()).doesNotContain(order);
    }

    @Test
    void sync_commitIsFarBack_isFoundInTheEnd() {
        var first = nest.egg("web", 1).policy(3).commit();
        for (int i = 0; i < 60; i++) {
            nest.egg("web", 1, i + 1).commit();
        }
        var sync = sync(storage);
        var operation = operation();
        clock.advance(SyncAnswers.WAIT_FOR_COMMIT);

        sync.sync(asked(operation, Optional.of(first)));

        assertThat(status(operation)).isEqualTo(Operation.Status.SUCCEEDED);
    }

    @Test
    void sync_forced_readsTheSameHeadAgain() {
        nest.egg("web", 1).policy(3).commit();
        var sync = sync(storage);
        sync.sync(Command.SyncNest.because("push"));
        clock.advance(Duration.ofSeconds(1));

        sync.sync(new Command.SyncNest("api", new SyncRequest(Optional.empty(), true, false), Optional.empty()));

        assertThat(history()).extracting(SyncRecord::trigger).containsExactly("api", "push");
    }

    @Test
    void sync_versionsThatCanBeInstalledChange_readsTheSameHeadAgain() {
        nest.egg("web", 1).policy(3).commit();
        var sync = sync(storage);
        sync.sync(Command.SyncNest.because("push"));
        machines = Optional.of("1.12.6");
        clock.advance(Duration.ofSeconds(1));

        sync.sync(Command.SyncNest.because("timer"));
        sync.sync(Command.SyncNest.because("timer"));

        assertThat(history()).extracting(SyncRecord::trigger).containsExactly("timer", "push");
    }

    @Test
    void sync_massRemovalIsAllowed_removesWhatTheSameHeadHeldBack() {
        for (int i = 1; i <= 5; i++) {
            nest.egg("egg-" + i, i);
        }
        nest.egg("web", 9).policy(3).commit();
        var sync = sync(storage);
        sync.sync(Command.SyncNest.because("push"));
        for (int i = 1; i <= 5; i++) {
            nest.without(BareNest.path("egg-" + i));
        }
        nest.commit();
        clock.advance(Duration.ofSeconds(1));
        sync.sync(Command.SyncNest.because("push"));
        assertThat(history().getFirst().findings()).extracting(Finding::code).contains("mass-removal");
        clock.advance(Duration.ofSeconds(1));

        sync.sync(new Command.SyncNest("api", new SyncRequest(Optional.empty(), false, true), Optional.empty()));

        assertThat(history().getFirst().outcome().removed()).isEqualTo(5);
        assertThat(history().getFirst().findings()).extracting(Finding::code).doesNotContain("mass-removal");
    }

    @Test
    void sync_ordersThatComeWhileOneRuns_areServedTogether() throws Exception {
        nest.egg("web", 1).policy(3).commit();
        var writing = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var checks = new AtomicInteger();
        var sync = sync(WatchedStorage.of(storage, call -> {
            if (call.equals(WRITE)) {
                writing.countDown();
                awaitQuietly(goOn);
            } else if (call.equals("SyncStore.checked")) {
                checks.incrementAndGet();
            }
        }));
        var threads = new ArrayList<Thread>();
        threads.add(Thread.ofVirtual().start(() -> sync.sync(Command.SyncNest.because("push"))));
        writing.await();
        var operations = List.of(operation(), operation(), operation(), operation());
        for (var operation : operations) {
            threads.add(Thread.ofVirtual().start(() -> sync.sync(asked(operation, Optional.empty()))));
        }
        await().until(() -> threads.stream().skip(1).allMatch(NestSyncOrderTest::waits));

        goOn.countDown();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(operations).allSatisfy(id -> assertThat(status(id)).isEqualTo(Operation.Status.SUCCEEDED));
        assertThat(checks).hasValue(1);
        assertThat(history()).hasSize(1);
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a process in mid-air: nothing catches it on its way. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static Consumer<String> once(String call, Runnable action) {
        var done = new AtomicBoolean();
        return made -> {
            if (made.equals(call) && done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }

    /** A process of its own. */
    private NestSync sync(Storage storage) {
        var data = folder.resolve("data-" + folders++);
        return new NestSync(
                storage,
                queue,
                Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60)),
                LocalSecrets.open(data, Optional.empty(), false),
                new KnownVersions(
                        new BinaryLibrary(storage.binaries(), ObjectStorage.files(data.resolve("objects")), clock),
                        () -> machines),
                NestSettings.of(data, nest.folder.toString()),
                clock);
    }

    private static Command.SyncNest asked(UUID operation, Optional<CommitId> commit) {
        return new Command.SyncNest("api", new SyncRequest(commit, false, false), Optional.of(operation));
    }

    private UUID operation() {
        var id = UUID.randomUUID();
        storage.operations().save(Operation.queued(id, "sync", "test", clock.instant()));
        return id;
    }

    private Operation.Status status(UUID operation) {
        return storage.operations().find(operation).orElseThrow().status();
    }

    private CommitId head() {
        return storage.syncs().head().orElseThrow().commit();
    }

    private Egg web() {
        return storage.eggs().find(WEB).orElseThrow();
    }

    private List<SyncRecord> history() {
        return storage.syncs().history(PageRequest.first(20)).items();
    }
}
