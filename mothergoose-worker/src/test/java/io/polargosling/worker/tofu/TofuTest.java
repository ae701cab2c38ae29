package io.polargosling.worker.tofu;

import static io.polargosling.worker.tofu.RunBench.A;
import static io.polargosling.worker.tofu.RunBench.B;
import static io.polargosling.worker.tofu.RunBench.EGG;
import static io.polargosling.worker.tofu.RunBench.REVISION;
import static io.polargosling.worker.tofu.RunBench.machines;
import static io.polargosling.worker.tofu.RunBench.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.RunnerScript;
import io.polargosling.worker.binary.Library;
import io.polargosling.worker.binary.StoredPrograms;
import io.polargosling.worker.inventory.LocalInventory;
import io.polargosling.worker.lease.HeldLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TofuTest {

    @TempDir
    private Path data;

    private RunBench bench;
    private Storage storage;
    private HeldLease lease;
    private LocalInventory inventory;
    private StateKey stateKey;
    private Tofu tofu;

    @BeforeEach
    void open() {
        bench = new RunBench(data);
        storage = bench.storage;
        lease = bench.lease;
        inventory = bench.inventory;
        stateKey = new StateKey(bench.secrets);
        tofu = bench.tofu;
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void run_stateHoldsARunnerOfNoRow_isRefused() {
        make(A);

        var result = bench.run(request(Set.of(B), Set.of(B), Set.of()));

        assertThat(result).isInstanceOfSatisfying(TofuResult.Failed.class, failed -> {
            assertThat(failed.phase()).isEqualTo(TofuPhase.PLAN);
            assertThat(failed.failure().cause()).isEqualTo(FailureCause.UNEXPECTED_CHANGE);
            assertThat(failed.failure().message()).contains("delete of " + A);
        });
        assertThat(inventory.list()).extracting(machine -> machine.runner()).containsExactly(A);
        assertThat(storage.runs().open(EGG)).isEmpty();
    }

    @Test
    void run_rowWithoutLeaveToCreate_isRefused() {
        var result = bench.run(request(Set.of(A), Set.of(), Set.of()));

        assertThat(result)
                .isInstanceOfSatisfying(
                        TofuResult.Failed.class,
                        failed -> assertThat(failed.failure().toString())
                                .contains("unexpected-change", "create of " + A));
        assertThat(inventory.list()).isEmpty();
    }

    @Test
    void run_machineIsInNoState_isNamedAndNothingIsChanged() {
        var request = new ApplyRequest(
                REVISION,
                PlanOrigin.of(PlanKind.RECONCILE),
                machines(Set.of(A, B)),
                Set.of(A, B),
                Set.of(),
                Set.of(A),
                RunBench.LOCAL);

        var result = bench.run(request);

        assertThat(result).isEqualTo(new TofuResult.Strays(Set.of(A)));
        assertThat(inventory.list()).isEmpty();
        assertThat(storage.plans().ofEgg(EGG, PageRequest.first(5)).items()).isEmpty();
        assertThat(storage.runs().open(EGG)).isEmpty();
    }

    @Test
    void run_creationWasCutShort_isNamedAndNothingIsChanged() throws Exception {
        make(A);
        taint(A);

        var result = bench.run(request(Set.of(A, B), Set.of(A, B), Set.of()));

        assertThat(result).isEqualTo(new TofuResult.Strays(Set.of(A)));
        assertThat(inventory.list()).extracting(machine -> machine.runner()).containsExactly(A);
    }

    @Test
    void run_runnerLeavesTheMap_isRemovedWithItsSecrets() throws IOException {
        make(A);
        var folder = data.resolve("runners").resolve(A.value());
        Files.writeString(folder.resolve("config.toml"), "token = \"secret\"");

        var result = bench.run(request(Set.of(), Set.of(), Set.of(A)));

        assertThat(result)
                .isInstanceOfSatisfying(
                        TofuResult.Applied.class,
                        applied -> assertThat(applied.destroyed()).containsExactly(A));
        assertThat(inventory.list()).isEmpty();
        assertThat(folder.resolve("config.toml")).doesNotExist();
    }

    @Test
    void run_stateAndPlan_areEncrypted() throws IOException {
        make(A);

        var state = Files.readString(data.resolve("tofu-states/web/terraform.tfstate"));
        assertThat(state).contains("encrypted_data").doesNotContain(A.value(), "gosling");
    }

    @Test
    void run_anotherVersionBecomesActiveMeanwhile_goesOnWithItsOwn() throws IOException {
        var machines = OpenTofu.find();
        var library = libraryOf(machines.version(), stored());
        library.with(BinaryName.OPENTOFU, "99.0.0", ObjectContent.of(new byte[] {0}));

        var result = tofuOf(library)
                .run(
                        request(Set.of(A), Set.of(A), Set.of()),
                        lease,
                        changes -> library.binaries.activate(BinaryName.OPENTOFU, "99.0.0", "ann"));

        assertThat(result)
                .isInstanceOfSatisfying(
                        TofuResult.Applied.class,
                        applied -> assertThat(applied.plan().inputs().tofuVersion())
                                .isEqualTo(machines.version()));
        assertThat(library.binaries.active(BinaryName.OPENTOFU).orElseThrow().version())
                .isEqualTo("99.0.0");
    }

    @Test
    void run_copyIsChangedBetweenPlanAndApply_appliesNothing() throws IOException {
        var machines = OpenTofu.find();
        var stored = stored();
        var library = libraryOf(machines.version(), stored);
        var copy = data.resolve("binaries").resolve(Sha256.of(stored).value()).resolve("tofu");

        assertThatThrownBy(() -> tofuOf(library)
                        .run(
                                request(Set.of(A), Set.of(A), Set.of()),
                                lease,
                                changes -> RunnerScript.write(copy, "exit 0")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("is not the OpenTofu " + machines.version());

        assertThat(bench.filesNamed("apply.jsonl")).isEmpty();
        assertThat(inventory.list()).isEmpty();
    }

    @Test
    void run_activeVersionIsDamaged_failsAndStartsNothing() throws IOException {
        var library = new Library(storage, data.resolve("binaries"), InstantSource.system())
                .with(BinaryName.OPENTOFU, "99.0.0", ObjectContent.of(new byte[] {0}));
        library.binaries.activate(BinaryName.OPENTOFU, "99.0.0", "ann");
        Files.write(library.object(BinaryName.OPENTOFU, "99.0.0"), new byte[] {1});

        var result = tofuOf(library).run(request(Set.of(A), Set.of(A), Set.of()), lease, changes -> {});

        assertThat(result)
                .isInstanceOfSatisfying(
                        TofuResult.Failed.class,
                        failed -> assertThat(failed.failure().message())
                                .startsWith("version-unavailable: opentofu 99.0.0"));
        assertThat(bench.filesNamed("init.jsonl")).isEmpty();
    }

    /** What is stored as OpenTofu: a few bytes that start it, since it is itself read and hashed before each start. */
    private Path stored() {
        return bench.wrapped("");
    }

    /** A library whose active OpenTofu is {@code program}. */
    private Library libraryOf(String version, Path program) throws IOException {
        var library = new Library(storage, data.resolve("binaries"), InstantSource.system())
                .with(BinaryName.OPENTOFU, version, ObjectContent.of(program));
        library.binaries.activate(BinaryName.OPENTOFU, version, "ann");
        return library;
    }

    private Tofu tofuOf(Library library) {
        var programs = StoredPrograms.of(library.binaries, data.resolve("binaries"), 3, InstantSource.system());
        return new Tofu(new TofuProgram(Map.of(), programs), bench.parts, Assembly.bounds());
    }

    @Test
    void run_leaseIsLostBeforeItBegins_startsNothing() {
        var quick = Leases.ofThisProcess(storage.leases(), Duration.ofMillis(600));
        try (var held = new HeldLease(quick.tryTake("egg:quick").orElseThrow(), quick)) {
            steal("egg:quick");
            await().until(() -> isLost(held));

            assertThatThrownBy(() -> tofu.run(request(Set.of(A), Set.of(A), Set.of()), held, changes -> {}))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("egg:quick");
        }
        assertThat(bench.filesNamed("init.jsonl")).isEmpty();
        assertThat(inventory.list()).isEmpty();
    }

    @Test
    void run_leaseIsLostAfterThePlan_appliesNothing() {
        assertThatThrownBy(() -> tofu.run(request(Set.of(A), Set.of(A), Set.of()), lease, changes -> steal("egg:web")))
                .isInstanceOf(ConflictException.class);

        assertThat(bench.filesNamed("plan.jsonl")).hasSize(1);
        assertThat(bench.filesNamed("apply.jsonl")).isEmpty();
        assertThat(inventory.list()).isEmpty();
        assertThat(storage.plans().ofEgg(EGG, PageRequest.first(5)).items())
                .allMatch(plan -> plan.status() == PlanStatus.PENDING);
    }

    /** Marks the runner in the state as OpenTofu itself does when a provisioner is cut short. */
    private void taint(RunnerId runner) throws Exception {
        var folder = Objects.requireNonNull(
                bench.filesNamed("apply.jsonl").getFirst().getParent());
        var program = new TofuProgram(System.getenv()).find().path().toString();
        var builder = new ProcessBuilder(program, "taint", "module.runners.terraform_data.runner[\"" + runner + "\"]")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("taint.out").toFile());
        builder.environment().putAll(stateKey.keys().environment(folder));
        builder.environment()
                .put("TF_CLI_CONFIG_FILE", folder.resolve(".tofurc").toString());
        assertThat(builder.start().waitFor())
                .as(data.resolve("taint.out").toString())
                .isZero();
    }

    private void make(RunnerId runner) {
        assertThat(bench.run(request(Set.of(runner), Set.of(runner), Set.of()))).isInstanceOf(TofuResult.Applied.class);
        assertThat(inventory.list()).hasSize(1);
    }

    private void steal(String leaseKey) {
        // Again when a renewal came between.
        await().until(() -> storage.leases()
                .take(leaseKey, "elsewhere:1:1", storage.leases().find(leaseKey), Instant.now())
                .isPresent());
    }

    private static boolean isLost(HeldLease held) {
        try {
            held.requireFresh();
            return false;
        } catch (ConflictException e) {
            return true;
        }
    }
}
