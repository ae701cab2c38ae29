package io.polargosling.worker.tofu;

import static io.polargosling.worker.tofu.RunBench.A;
import static io.polargosling.worker.tofu.RunBench.B;
import static io.polargosling.worker.tofu.RunBench.EGG;
import static io.polargosling.worker.tofu.RunBench.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.problem.FindingStore;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.store.PageRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenTofu that does not behave, and a host that fails under it. */
class TofuFaultTest {

    private static final long MIB = 1 << 20;

    @TempDir
    private Path data;

    private RunBench bench;

    @BeforeEach
    void open() {
        bench = new RunBench(data);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void run_phaseReachesItsLimit_isATimeoutAndTheNextRunGoesOn() {
        var sleepy = bench.wrapped("[ \"$1\" != apply ] || exec sleep 60");

        var result = run(sleepy, Duration.ofSeconds(2), Duration.ofSeconds(5));

        assertFailed(result, TofuPhase.APPLY, FailureCause.TIMEOUT, "limit of 2 s");
        assertNextRunWorks();
    }

    @Test
    void run_programIgnoresTheInterrupt_isKilledWithWhatItStarted() throws Exception {
        var stubborn = bench.wrapped("""
                if [ "$1" = apply ]; then
                  trap '' INT
                  sh -c 'trap "" INT; cd /; echo $$ > "$0"; while :; do sleep 0.1; done' "$PWD/child" &
                  while :; do sleep 0.1; done
                fi""");

        var result = run(stubborn, Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertFailed(result, TofuPhase.APPLY, FailureCause.TIMEOUT, "ignored the interrupt");
        long child = Long.parseLong(
                Files.readString(bench.filesNamed("child").getFirst()).strip());
        assertThat(HostProcess.startOf(child)).isEmpty();
        assertNextRunWorks();
    }

    @Test
    void run_programTakesTooMuchMemory_isEnded() {
        // tail keeps the last line of its input, which has no end here.
        var eater = bench.wrapped("[ \"$1\" != plan ] || exec tail /dev/zero");
        var bounds =
                Assembly.bounds(Duration.ofSeconds(60), Duration.ofSeconds(5), new MemoryBounds(150 * MIB, 300 * MIB));

        var result =
                bench.tofuOf(eater, bounds).run(request(Set.of(A), Set.of(A), Set.of()), bench.lease, changes -> {});

        assertFailed(result, TofuPhase.PLAN, FailureCause.HOST, "MiB of memory");
        assertThat(bounds.slots().budget()).isGreaterThan(150 * MIB);
    }

    @Test
    void run_programSaysThereIsAChangeAndNothingElse_isAFailure() {
        var crashing = bench.wrapped("[ \"$1\" != plan ] || { echo 'fatal error: stack' >&2; exit 2; }");

        var result = run(crashing, Duration.ofSeconds(60), Duration.ofSeconds(5));

        assertFailed(result, TofuPhase.PLAN, FailureCause.OTHER, "fatal error: stack");
    }

    @Test
    void run_lockWasLeftByADeadRun_isUnlockedAfterThatIsClosed() throws Exception {
        bench.make(A);
        // Killed while it holds the lock: the provisioner has begun.
        var killed = bench.wrapped("""
                if [ "$1" = apply ]; then
                  (while [ ! -e '%1$s/.terraform.tfstate.lock.info' ]; do sleep 0.01; done; kill -KILL $$) &
                fi""".formatted(data.resolve("tofu-states/web")));

        run(killed, Duration.ofSeconds(60), Duration.ofSeconds(5), request(Set.of(A, B), Set.of(A, B), Set.of()));

        assertThat(data.resolve("tofu-states/web/.terraform.tfstate.lock.info")).doesNotExist();
        assertNextRunWorks();
    }

    @Test
    void run_stateIsLockedBySomebodyElse_isToldAsSuchAndLeftAlone() throws Exception {
        bench.make(A);
        var state = data.resolve("tofu-states/web/terraform.tfstate");
        var note = Files.writeString(
                data.resolve("tofu-states/web/.terraform.tfstate.lock.info"),
                "{\"ID\":\"1\",\"Operation\":\"x\",\"Who\":\"ann@elsewhere\",\"Created\":\"" + Instant.now() + "\"}");
        var impatient = bench.wrapped("""
                for each do shift; set -- "$@" "$(echo "$each" | sed s/-lock-timeout=10s/-lock-timeout=0s/)"; done""");
        try (var channel = java.nio.channels.FileChannel.open(
                        state, java.nio.file.StandardOpenOption.READ, java.nio.file.StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();

            var result = run(
                    impatient,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5),
                    request(Set.of(A, B), Set.of(B), Set.of()));

            assertFailed(result, TofuPhase.PLAN, FailureCause.LOCKED, "lock");
        }
        assertThat(note).exists();
    }

    @Test
    void run_diskIsFullWhenTheStateIsSaved_keepsItAndTellsTheOperator() throws Exception {
        bench.make(A);
        var full = bench.wrapped(
                """
                if [ "$1" = apply ]; then
                  exec unshare -rm sh -c 'mkdir copy; cp -a "$0/." copy/; mount -t tmpfs -o size=12k none "$0" \
                    && cp -a copy/. "$0/" && exec "$@"' '%1$s' '%2$s' "$@"
                fi""".formatted(data.resolve("tofu-states/web"), OpenTofu.find().path()));
        assumeTrue(mayMount(), "a full disk is made with a mount of one's own, which is not allowed here");

        var result =
                run(full, Duration.ofSeconds(60), Duration.ofSeconds(5), request(Set.of(A, B), Set.of(A, B), Set.of()));

        var failure = switch (result) {
            case TofuResult.Applied applied -> applied.plan().error().orElseThrow();
            case TofuResult.Failed failed -> failed.failure().toString();
            case TofuResult.NoChange none -> "none";
            case TofuResult.Strays strays -> "none";
        };
        assertThat(failure).contains("host: ", "no space left on device");
        assertThat(findings()).containsExactly(ErroredStates.CODE);
        var kept = data.resolve("errored-states/web");
        try (var files = Files.list(kept)) {
            assertThat(files.toList())
                    .singleElement()
                    .satisfies(file -> assertThat(Files.readString(file)).contains("encrypted_data"));
        }
        RunFolders.removeTree(kept);
        Files.createDirectory(kept);
        bench.run(request(Set.of(A), Set.of(A), Set.of(B)));
        assertThat(findings()).isEmpty();
    }

    private static boolean mayMount() throws IOException, InterruptedException {
        var process = new ProcessBuilder("unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=8k none /mnt")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private List<String> findings() {
        FindingStore store = bench.storage.findings();
        return store.ofResource("egg/web", PageRequest.first(10)).items().stream()
                .map(standing -> standing.finding().code())
                .toList();
    }

    private TofuResult run(Path program, Duration limit, Duration killAfter) {
        return run(program, limit, killAfter, request(Set.of(A), Set.of(A), Set.of()));
    }

    private TofuResult run(Path program, Duration limit, Duration killAfter, ApplyRequest request) {
        return bench.tofuOf(program, Assembly.bounds(limit, killAfter, Assembly.MEMORY))
                .run(request, bench.lease, changes -> {});
    }

    private void assertNextRunWorks() {
        assertThat(bench.storage.runs().open(EGG)).isEmpty();
        assertThat(bench.run(request(Set.of(A, B), Set.of(A, B), Set.of()))).isNotInstanceOf(TofuResult.Failed.class);
    }

    private static void assertFailed(TofuResult result, TofuPhase phase, FailureCause cause, String message) {
        assertThat(result).isInstanceOfSatisfying(TofuResult.Failed.class, failed -> {
            assertThat(failed.failure().toString()).contains(message);
            assertThat(failed.failure().cause()).isEqualTo(cause);
            assertThat(failed.phase()).isEqualTo(phase);
        });
    }
}
