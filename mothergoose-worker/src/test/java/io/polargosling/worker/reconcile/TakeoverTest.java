package io.polargosling.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.worker.RunnerScript;
import io.polargosling.worker.SentCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker is killed while OpenTofu applies; another takes the egg over. */
class TakeoverTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private static Path keys;

    private static Secrets secrets;

    @TempDir
    private Path data;

    private GitLabSimulator gitlab;
    private WorkerBench bench;
    private EggName egg;
    private TofuPhase waitsIn = TofuPhase.APPLY;

    @BeforeAll
    static void openKeystore() {
        secrets = WorkerBench.keystore(keys);
    }

    @BeforeEach
    void storeAnEggWithAJob() {
        gitlab = WorkerBench.gitlab();
        bench = openBench();
        egg = bench.store(WorkerBench.egg(gitlab, 3));
        WorkerBench.enqueue(gitlab, 1);
        bench.storage.close();
    }

    @AfterEach
    void close() {
        bench.close();
        gitlab.close();
    }

    @Test
    void reconcile_workerWasKilledAndItsApplyWentOn_adoptsTheMachine() throws Exception {
        killWorkerDuringApply();
        bench = openBench();
        var run = bench.storage.runs().open(egg).orElseThrow();
        assertThat(run.step().phase()).isEqualTo(TofuPhase.APPLY);
        assertThat(isAlive(run)).isTrue();

        Files.createFile(data.resolve("go-on"));
        await().atMost(LONG).until(() -> !isAlive(run));
        assertThat(Files.readString(applyOutput(run))).contains("\"type\":\"apply_complete\"");
        var machines = bench.inventory.list();
        bench.reconciler.reconcile(egg);

        assertThat(bench.storage.runs().open(egg)).isEmpty();
        assertThat(bench.runners(egg))
                .singleElement()
                .satisfies(runner -> assertThat(runner.status().phase()).isEqualTo(Phase.BOOTING));
        assertThat(bench.inventory.list()).hasSize(1).isEqualTo(machines);
        assertThat(bench.applies(egg)).isEqualTo(1);
        assertThat(planStatuses()).containsExactly(PlanStatus.APPLIED);
    }

    @Test
    void reconcile_workerWasKilledAndItsApplyHangs_endsThatAndMakesOneMachine() throws Exception {
        killWorkerDuringApply();
        bench = openBench();
        var run = bench.storage.runs().open(egg).orElseThrow();
        assertThat(isAlive(run)).isTrue();
        // What is started from here on does not wait.
        Files.createFile(data.resolve("no-wait"));

        bench.reconciler.reconcile(egg);

        assertThat(isAlive(run)).isFalse();
        assertThat(bench.storage.runs().open(egg)).isEmpty();
        assertThat(bench.inventory.list()).hasSize(1);
        assertThat(bench.runners(egg))
                .singleElement()
                .satisfies(runner -> assertThat(runner.status().phase()).isEqualTo(Phase.BOOTING));
        assertThat(planStatuses()).containsExactlyInAnyOrder(PlanStatus.FAILED, PlanStatus.APPLIED);
    }

    @ParameterizedTest
    @EnumSource(
            value = TofuPhase.class,
            names = {"INIT", "PLAN"})
    void reconcile_workerWasKilledBeforeItsApply_endsThatRunAndMakesOneMachine(TofuPhase phase) throws Exception {
        killWorkerDuring(phase);
        bench = openBench();
        var run = bench.storage.runs().open(egg).orElseThrow();
        assertThat(run.step().phase()).isEqualTo(phase);
        assertThat(isAlive(run)).isTrue();
        Files.createFile(data.resolve("no-wait"));

        bench.reconciler.reconcile(egg);

        assertThat(isAlive(run)).isFalse();
        assertThat(bench.inventory.list()).hasSize(1);
        assertThat(bench.applies(egg)).isEqualTo(1);
        assertThat(planStatuses()).containsExactly(PlanStatus.APPLIED);
        try (var files = Files.walk(data.resolve("runs"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("last-lines.txt")
                    .doesNotContain("plan.bin", "terraform.tfvars.json");
        }
    }

    private WorkerBench openBench() {
        return new WorkerBench(
                data,
                secrets,
                new SentCommands(),
                Map.of(),
                Map.of("TOFU_BINARY", waitingTofu().toString()));
    }

    /** The real OpenTofu, but one phase waits until it is let go. */
    private Path waitingTofu() {
        return RunnerScript.write(data.resolve("bin/waiting-tofu"), """
                if [ "$1" = %3$s ] && [ ! -e '%1$s/no-wait' ]; then
                  : > '%1$s/waiting'
                  while [ ! -e '%1$s/go-on' ]; do sleep 0.05; done
                fi
                exec '%2$s' "$@\"""".formatted(data, realTofu(), waitsIn.word()));
    }

    private static String realTofu() {
        return io.polargosling.worker.tofu.OpenTofu.find().path().toString();
    }

    private void killWorkerDuringApply() throws IOException, InterruptedException {
        killWorkerDuring(TofuPhase.APPLY);
    }

    private void killWorkerDuring(TofuPhase phase) throws IOException, InterruptedException {
        waitsIn = phase;
        var worker = DoomedWorker.start(
                data.resolve("doomed.log"), waitingTofu(), data.toString(), keys.toString(), egg.value());
        try {
            await().atMost(LONG).until(() -> {
                assertThat(worker.isAlive())
                        .as(() -> read(data.resolve("doomed.log")))
                        .isTrue();
                return Files.exists(data.resolve("waiting"));
            });
        } finally {
            worker.destroyForcibly();
        }
        assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "cannot be read: " + e.getMessage();
        }
    }

    private Path applyOutput(TofuRun run) {
        return data.resolve("runs")
                .resolve(egg.value())
                .resolve(run.id().toString())
                .resolve("apply.jsonl");
    }

    private static boolean isAlive(TofuRun run) {
        return HostProcess.startOf(run.step().pid().orElseThrow())
                .filter(start -> start == run.step().pidStart().orElseThrow())
                .isPresent();
    }

    private List<PlanStatus> planStatuses() {
        return bench.storage.plans().ofEgg(egg, PageRequest.first(5)).items().stream()
                .map(plan -> plan.status())
                .toList();
    }
}
