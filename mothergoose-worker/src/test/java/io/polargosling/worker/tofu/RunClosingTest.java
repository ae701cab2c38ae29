package io.polargosling.worker.tofu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.secrets.LocalSecrets;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.RunnerScript;
import io.polargosling.worker.inventory.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunClosingTest {

    private static final EggName EGG = EggName.of("web");
    private static final String APPLIED = """
            {"type":"apply_complete","hook":{"resource":{"addr":"x","module":"module.runners",\
            "resource_type":"terraform_data","resource_name":"runner","resource_key":"abc123def456"},\
            "action":"create"}}
            {"type":"change_summary","changes":{"add":1}}
            """;

    @TempDir
    private Path data;

    private final MutableClock clock = MutableClock.create();
    private Storage storage;
    private Lease lease;
    private RunFolders folders;
    private Tofu.Parts parts;
    private RunClosing closing;

    @BeforeEach
    void open() {
        storage = JdbcStorage.embedded(data);
        lease = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60))
                .tryTake("egg:web")
                .orElseThrow();
        folders = new RunFolders(data);
        var host = new LocalHost(data, "http://127.0.0.1:1", "", Map.of());
        parts = Assembly.parts(data, host, storage, LocalSecrets.open(data, Optional.empty(), false), clock);
        closing = new RunClosing(parts, Duration.ofMillis(400));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void closeOpenRun_none_doesNothing() {
        closing.closeOpenRun(EGG, lease.fence());

        assertThat(storage.runs().newest(EGG)).isEmpty();
    }

    @Test
    void closeOpenRun_programIgnoresInterrupts_isInterruptedOnceAndKilled() throws Exception {
        var id = UUID.randomUUID();
        var process = start(id, """
                trap 'echo INT >> signals' INT
                echo $$ > ready
                while :; do sleep 0.05; done""");
        save(id, Optional.of(process), HostProcess.thisHost());
        var program = pidIn(id);

        closing.closeOpenRun(EGG, lease.fence());

        assertThat(Files.readAllLines(folders.of(EGG, id).resolve("signals"))).containsExactly("INT");
        assertThat(process.isAlive()).isFalse();
        assertThat(HostProcess.startOf(program)).isEmpty();
        assertThat(storage.runs().open(EGG)).isEmpty();
        assertThat(storage.runs().newest(EGG).orElseThrow().outcome().orElseThrow())
                .contains("cut short");
    }

    @Test
    void closeOpenRun_programEndsAtAnInterrupt_isNotKilled() throws Exception {
        var id = UUID.randomUUID();
        var process = start(id, """
                trap 'sleep 0.2; echo saved > state; exit 1' INT
                echo $$ > ready
                while :; do sleep 0.05; done""");
        save(id, Optional.of(process), HostProcess.thisHost());

        new RunClosing(parts).closeOpenRun(EGG, lease.fence());

        assertThat(folders.of(EGG, id).resolve("state")).hasContent("saved");
        assertThat(storage.runs().open(EGG)).isEmpty();
    }

    @Test
    void closeOpenRun_workerDiedBeforeItNotedTheProcess_findsItByItsFolder() throws Exception {
        var id = UUID.randomUUID();
        var process = start(id, "echo $$ > ready; while :; do sleep 0.05; done");
        save(id, Optional.empty(), HostProcess.thisHost());

        closing.closeOpenRun(EGG, lease.fence());

        assertThat(process.isAlive()).isFalse();
        assertThat(storage.runs().open(EGG)).isEmpty();
    }

    @Test
    void closeOpenRun_numberBelongsToAnotherProcessNow_leavesThatAlone() throws Exception {
        var id = UUID.randomUUID();
        folders.make(EGG, id);
        var stranger = new ProcessBuilder("sleep", "60").start();
        try {
            long start = HostProcess.startOf(stranger.pid()).orElseThrow();
            save(id, OptionalLong.of(stranger.pid()), OptionalLong.of(start - 1), HostProcess.thisHost());

            closing.closeOpenRun(EGG, lease.fence());

            assertThat(stranger.isAlive()).isTrue();
            assertThat(storage.runs().open(EGG)).isEmpty();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void closeOpenRun_ofAnotherHost_waitsUntilItIsDeadForCertain() {
        var id = UUID.randomUUID();
        folders.make(EGG, id);
        save(id, Optional.empty(), "elsewhere");

        clock.advance(Duration.ofSeconds(659));
        assertThatThrownBy(() -> closing.closeOpenRun(EGG, lease.fence()))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("another host");
        assertThat(storage.runs().open(EGG)).isPresent();

        clock.advance(Duration.ofSeconds(2));
        closing.closeOpenRun(EGG, lease.fence());
        assertThat(storage.runs().open(EGG)).isEmpty();
    }

    @Test
    void closeOpenRun_planWasNotBegun_discardsIt() {
        var id = ended(TofuPhase.PLAN, "");
        plan(id, PlanStatus.PENDING);

        closing.closeOpenRun(EGG, lease.fence());

        assertThat(newestPlan().status()).isEqualTo(PlanStatus.DISCARDED);
    }

    @Test
    void closeOpenRun_applyChangedSomething_settlesThePlanAsApplied() {
        var id = ended(TofuPhase.APPLY, APPLIED);
        plan(id, PlanStatus.APPLYING);

        closing.closeOpenRun(EGG, lease.fence());

        assertThat(newestPlan().status()).isEqualTo(PlanStatus.APPLIED);
        assertThat(storage.runs().newest(EGG).orElseThrow().outcome().orElseThrow())
                .contains("it had ended");
        assertThat(folders.of(EGG, id).resolve(RunFolders.PLAN_FILE)).doesNotExist();
    }

    @Test
    void closeOpenRun_applyChangedNothing_settlesThePlanAsFailed() {
        var id = ended(TofuPhase.APPLY, "");
        plan(id, PlanStatus.APPLYING);

        closing.closeOpenRun(EGG, lease.fence());

        assertThat(newestPlan().status()).isEqualTo(PlanStatus.FAILED);
        assertThat(newestPlan().error()).isPresent();
    }

    @Test
    void closeOpenRun_tokenWasSaid_isMaskedAndTheInputsAreGone() throws IOException {
        var id = ended(TofuPhase.APPLY, "{\"@message\":\"refused: t0ken\"}\n");
        var folder = folders.of(EGG, id);
        Files.writeString(
                folder.resolve("terraform.tfvars.json"),
                "{\"worker_instances\":{\"abc123def456\":{\"enrolment_token\":\"t0ken\"}}}");

        closing.closeOpenRun(EGG, lease.fence());

        try (var files = Files.list(folder)) {
            assertThat(files.toList())
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("apply.jsonl", RunOutput.LAST_LINES);
        }
        assertThat(folder.resolve("apply.jsonl")).content().contains("refused: ***MASKED***");
        assertThat(folder.resolve(RunOutput.LAST_LINES)).content().doesNotContain("t0ken");
    }

    private UUID ended(TofuPhase phase, String said) {
        var id = UUID.randomUUID();
        folders.make(EGG, id);
        save(id, Optional.empty(), HostProcess.thisHost());
        try {
            Files.writeString(PhaseProcess.output(folders.of(EGG, id), phase), said);
            Files.writeString(folders.of(EGG, id).resolve(RunFolders.PLAN_FILE), "plan");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return id;
    }

    private void plan(UUID id, PlanStatus status) {
        var sample = Samples.plan(EGG, clock.instant());
        var plan = storage.plans()
                .save(
                        Plan.pending(
                                id,
                                EGG,
                                sample.origin(),
                                sample.inputs(),
                                sample.changes(),
                                sample.binding(),
                                clock.instant()),
                        lease.fence());
        if (status == PlanStatus.APPLYING) {
            storage.plans().save(plan.moveTo(status, clock.instant(), Optional.empty()), lease.fence());
        }
    }

    private Plan newestPlan() {
        return storage.plans().ofEgg(EGG, PageRequest.first(1)).items().getFirst();
    }

    private Process start(UUID id, String script) throws IOException {
        var folder = folders.make(EGG, id);
        var program = RunnerScript.write(data.resolve("bin/tofu"), script);
        var process = PhaseProcess.start(program, TofuPhase.APPLY, PhaseLimits.VM, List.of(), folder, Map.of());
        await().until(() -> Files.exists(folder.resolve("ready")) && Files.size(folder.resolve("ready")) > 0);
        return process;
    }

    private long pidIn(UUID id) throws IOException {
        return Long.parseLong(
                Files.readString(folders.of(EGG, id).resolve("ready")).strip());
    }

    private void save(UUID id, Optional<Process> process, String host) {
        var pid = process.map(p -> OptionalLong.of(p.pid())).orElse(OptionalLong.empty());
        var start = process.map(
                        p -> OptionalLong.of(HostProcess.startOf(p.pid()).orElseThrow()))
                .orElse(OptionalLong.empty());
        save(id, pid, start, host);
    }

    private void save(UUID id, OptionalLong pid, OptionalLong start, String host) {
        var step = new TofuRun.Step(TofuPhase.APPLY, pid, start, clock.instant().plus(Duration.ofMinutes(10)));
        storage.runs()
                .save(
                        new TofuRun(
                                EGG,
                                id,
                                lease.token(),
                                host,
                                Optional.of("elsewhere"),
                                step,
                                Optional.empty(),
                                clock.instant()),
                        clock.instant(),
                        lease.fence());
    }
}
