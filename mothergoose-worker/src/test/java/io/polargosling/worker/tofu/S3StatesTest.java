package io.polargosling.worker.tofu;

import static io.polargosling.worker.tofu.RunBench.A;
import static io.polargosling.worker.tofu.RunBench.B;
import static io.polargosling.worker.tofu.RunBench.EGG;
import static io.polargosling.worker.tofu.RunBench.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.memory.MemoryStorage;
import io.polargosling.worker.RunnerScript;
import io.polargosling.worker.render.StateBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real OpenTofu with its states in a bucket, as moto keeps it. */
class S3StatesTest {

    private static final String STATE = "tofu-states/web/terraform.tfstate";
    private static final String LOCK = STATE + ".tflock";
    private static final Duration KILLED_AFTER = Duration.ofMinutes(10);
    private static StateBucket bucket;

    @TempDir
    private Path data;

    private boolean inBucket;

    @BeforeAll
    static void start() {
        bucket = StateBucket.start();
    }

    @AfterAll
    static void stop() {
        bucket.close();
    }

    @BeforeEach
    void empty() {
        bucket.reset();
    }

    private RunBench bench(Path folder, InstantSource clock) {
        return new RunBench(folder, clock, storage -> bucket.states(storage.findings()));
    }

    @Test
    void backend_fleetOfAJob_isAKeyOfItsOwn() {
        var states = bucket.states(MemoryStorage.empty().findings());

        assertThat(((StateBackend.S3) states.backend(EggName.ofJob("nightly"))).key())
                .isEqualTo("tofu-states/_jobs/nightly/terraform.tfstate");
    }

    @Test
    void run_makesAndRemoves_withAnEncryptedStateAndNoSecretLeft() throws IOException {
        try (var bench = bench(data, InstantSource.system())) {
            assertThat(bench.make(A)).isInstanceOf(TofuResult.Applied.class);
            assertThat(bench.run(request(Set.of(A), Set.of(A), Set.of()))).isInstanceOf(TofuResult.NoChange.class);

            var state = object(STATE);
            assertThat(state)
                    .contains("encrypted_data")
                    .doesNotContain(A.value(), "gosling", bench.keys().current().reveal());
            assertThat(bench.parts.states().head(EGG))
                    .contains(new StateHead(
                            OptionalLong.of(1), Optional.of(bench.keys().currentId())));
            assertThat(bucket.objects.note(LOCK)).isEmpty();
            for (var file : bench.filesLeft()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("planted-", bench.keys().current().reveal());
            }

            assertThat(bench.run(request(Set.of(), Set.of(), Set.of(A)))).isInstanceOf(TofuResult.Applied.class);
            assertThat(bench.inventory.list()).isEmpty();
        }
    }

    @Test
    void run_anotherWorkerHoldsTheLock_waitsAndSeesWhatItMade() throws Exception {
        try (var one = bench(data.resolve("one"), InstantSource.system());
                var other = bench(data.resolve("other"), InstantSource.system());
                var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            // One key, so that each can read what the other writes.
            other.secrets.write(StateKey.CURRENT, one.keys().current());
            var go = data.resolve("go");
            var slow = slowStart(one, "while [ ! -e '" + go + "' ]; do sleep 0.01; done", "");

            var first = workers.submit(() -> one.tofuOf(slow, Assembly.bounds())
                    .run(request(Set.of(A), Set.of(A), Set.of()), one.lease, changes -> {}));
            await().until(() -> Files.exists(data.resolve("begun")));
            var second = workers.submit(() -> other.make(A));
            await().until(() -> !other.filesNamed("plan.jsonl").isEmpty());
            Files.createFile(go);

            assertThat(first.get()).isInstanceOf(TofuResult.Applied.class);
            assertThat(second.get()).isInstanceOf(TofuResult.NoChange.class);
            assertThat(one.inventory.list()).hasSize(1);
            assertThat(other.inventory.list()).isEmpty();
        }
    }

    /** OpenTofu that holds the lock while the runner's start script waits for its first command. */
    private Path slowStart(RunBench bench, String waiting, String besides) {
        RunnerScript.write(
                data.resolve("slow/mkdir"),
                "touch '" + data.resolve("begun") + "'; " + waiting + "; PATH=/usr/bin:/bin; exec mkdir \"$@\"");
        return bench.wrapped("""
                if [ "$1" = apply ]; then
                  export PATH='%s':"$PATH"
                  %s
                fi""".formatted(data.resolve("slow"), besides));
    }

    @Test
    void run_isKilledInTheApply_leavesNoLockToTheNext() {
        try (var bench = bench(data, InstantSource.system())) {
            bench.make(A);
            var killed = slowStart(
                    bench,
                    "exec sleep 30",
                    "(while [ ! -e '" + data.resolve("begun") + "' ]; do sleep 0.01; done; kill -KILL $$) &");

            var result = bench.tofuOf(killed, Assembly.bounds())
                    .run(request(Set.of(A, B), Set.of(A, B), Set.of()), bench.lease, changes -> {});

            assertThat(result).isInstanceOf(TofuResult.Failed.class);
            assertThat(bucket.objects.note(LOCK)).isEmpty();
            assertThat(bench.run(request(Set.of(A), Set.of(A), Set.of()))).isInstanceOf(TofuResult.NoChange.class);
        }
    }

    @Test
    void closeOpenRun_lockWasLeftOnThisHost_isRemoved() {
        var clock = MutableClock.at(Instant.now());
        try (var bench = bench(data, clock)) {
            open(bench, HostProcess.thisHost(), "here", clock.instant());
            lock("root@here", clock.instant().plusSeconds(3));

            new RunClosing(bench.parts).closeOpenRun(EGG, bench.lease.fence());

            assertThat(bucket.objects.note(LOCK)).isEmpty();
        }
    }

    @Test
    void closeOpenRun_lockWasLeftByAHostThatDied_isRemovedWhenItIsDeadForCertain() {
        var clock = MutableClock.at(Instant.now());
        try (var bench = bench(data, clock)) {
            open(bench, "other-boot", "elsewhere", clock.instant());
            lock("root@elsewhere", clock.instant().plusSeconds(3));
            var closing = new RunClosing(bench.parts);

            clock.advance(KILLED_AFTER.plusSeconds(59));
            assertThatThrownBy(() -> closing.closeOpenRun(EGG, bench.lease.fence()))
                    .isInstanceOf(UnavailableException.class);
            assertThat(bucket.objects.note(LOCK)).isPresent();
            clock.advance(Duration.ofSeconds(2));
            closing.closeOpenRun(EGG, bench.lease.fence());

            assertThat(bucket.objects.note(LOCK)).isEmpty();
        }
    }

    @Test
    void closeOpenRun_lockOfSomebodyElse_stays() {
        var clock = MutableClock.at(Instant.now());
        try (var bench = bench(data, clock)) {
            open(bench, HostProcess.thisHost(), "here", clock.instant());
            lock("ann@laptop", clock.instant().plusSeconds(3));

            new RunClosing(bench.parts).closeOpenRun(EGG, bench.lease.fence());

            assertThat(bucket.objects.note(LOCK)).isPresent();
        }
    }

    @Test
    void closeOpenRun_lockMadeAfterTheRun_stays() {
        var clock = MutableClock.at(Instant.now());
        try (var bench = bench(data, clock)) {
            open(bench, HostProcess.thisHost(), "here", clock.instant());
            lock("root@here", clock.instant().plus(KILLED_AFTER).plusSeconds(1));

            new RunClosing(bench.parts).closeOpenRun(EGG, bench.lease.fence());

            assertThat(bucket.objects.note(LOCK)).isPresent();
        }
    }

    @Test
    void refusal_stateStillLiesInAFile_isToldAndNothingIsRun() {
        try (var bench = chosen(data)) {
            bench.make(A);
            inBucket = true;

            assertThat(bench.run(request(Set.of(A), Set.of(A), Set.of())))
                    .isInstanceOfSatisfying(
                            TofuResult.Failed.class,
                            failed -> assertThat(failed.failure().message())
                                    .contains("terraform.tfstate", "bucket \"states\"", "tofu state push"));
            assertThat(bench.inventory.list()).hasSize(1);

            // As an operator would, who pushes it.
            bucket.put(STATE, read(bench.parts.folders().state(EGG)));
            assertThat(bench.run(request(Set.of(A), Set.of(A), Set.of()))).isInstanceOf(TofuResult.NoChange.class);
        }
    }

    @Test
    void refusal_bucketIsNotNamedAnyMore_isTold() {
        inBucket = true;
        try (var bench = chosen(data)) {
            bench.make(A);
            inBucket = false;

            assertThat(bench.parts.states().refusal(EGG))
                    .hasValueSatisfying(text -> assertThat(text).contains("object \"" + STATE + "\"", "file "));
            assertThat(bench.parts.states().refusal(EggName.of("new"))).isEmpty();
        }
    }

    @Test
    void refusal_bucketDoesNotKeepASecondWriterOut_isAFindingAndTriedAgain() {
        var clock = MutableClock.create();
        var storage = MemoryStorage.empty();
        var trial = new LockTrial(storage.findings(), clock);

        assertThat(trial.refusal("b", () -> false))
                .hasValueSatisfying(text -> assertThat(text).contains("let two writers win"));
        assertThat(findings(storage)).containsExactly(LockTrial.CODE);
        assertThat(trial.refusal("b", () -> true)).isPresent();
        clock.advance(Duration.ofMinutes(6));

        assertThat(trial.refusal("b", () -> true)).isEmpty();
        assertThat(findings(storage)).isEmpty();
        assertThat(trial.refusal("b", () -> false)).isEmpty();
    }

    private static List<String> findings(Storage storage) {
        return storage.findings().ofResource(LockTrial.SUBJECT, PageRequest.first(5)).items().stream()
                .map(standing -> standing.finding().code())
                .toList();
    }

    private RunBench chosen(Path folder) {
        return new RunBench(
                folder,
                InstantSource.system(),
                storage -> new ChosenStates(
                        () -> inBucket ? Optional.of(bucket.bucket) : Optional.empty(),
                        new LocalStates(new RunFolders(folder)),
                        Optional.empty(),
                        storage.plans(),
                        StateBucket.passed(storage.findings())));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void open(RunBench bench, String host, String name, Instant now) {
        var step =
                new TofuRun.Step(TofuPhase.APPLY, OptionalLong.empty(), OptionalLong.empty(), now.plus(KILLED_AFTER));
        var run = new TofuRun(
                EGG,
                UUID.randomUUID(),
                bench.lease.lease().token(),
                host,
                Optional.of(name),
                step,
                Optional.empty(),
                now);
        bench.storage.runs().save(run, now, bench.lease.fence());
    }

    private static void lock(String who, Instant created) {
        bucket.put(LOCK, "{\"ID\":\"1\",\"Who\":\"" + who + "\",\"Created\":\"" + created + "\"}");
    }

    private static String object(String key) {
        return new String(bucket.objects.beginning(key, 1 << 20).orElseThrow(), StandardCharsets.UTF_8);
    }
}
