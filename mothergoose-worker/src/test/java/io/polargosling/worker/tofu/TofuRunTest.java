package io.polargosling.worker.tofu;

import static io.polargosling.worker.tofu.RunBench.A;
import static io.polargosling.worker.tofu.RunBench.B;
import static io.polargosling.worker.tofu.RunBench.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.worker.render.WorkspaceRenderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does with what the run before left, and with what changes under it. */
class TofuRunTest {

    @TempDir
    private Path data;

    private final MutableClock clock = MutableClock.create();
    private RunBench bench;

    @BeforeEach
    void open() {
        clock.set(Instant.now());
        bench = new RunBench(data, clock);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void run_afterOneThatInitialised_goesStraightToItsPlan() {
        assertThat(bench.make(A)).isInstanceOf(TofuResult.Applied.class);

        var second = bench.run(request(Set.of(A, B), Set.of(A, B), Set.of()));

        assertThat(second)
                .isInstanceOfSatisfying(
                        TofuResult.Applied.class,
                        applied -> assertThat(applied.created()).containsOnlyKeys(B));
        assertThat(bench.filesNamed("init.jsonl")).hasSize(1);
        assertThat(bench.filesNamed("apply.jsonl")).hasSize(2);
    }

    @Test
    void run_whatWasTakenOverIsOfNoUse_initialisesAnew() throws IOException {
        assertThat(bench.make(A)).isInstanceOf(TofuResult.Applied.class);
        Files.delete(bench.filesNamed(".terraform/modules/modules.json").getFirst());

        assertThat(bench.run(request(Set.of(A, B), Set.of(A, B), Set.of()))).isInstanceOf(TofuResult.Applied.class);

        assertThat(bench.filesNamed("init.jsonl")).hasSize(2);
    }

    @Test
    void run_closed_leavesOutputThatNobodyElseReadsAndNoInputs() throws IOException {
        bench.make(A);

        assertThat(bench.filesNamed(RunFolders.PLAN_FILE)).isEmpty();
        assertThat(bench.filesNamed(WorkspaceRenderer.VARIABLES)).isEmpty();
        for (var name : Set.of("plan.jsonl", "plan.err", "apply.jsonl", "apply.err", RunOutput.LAST_LINES)) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(bench.filesNamed(name).getFirst())))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void run_callerThrowsBeforeTheApply_leavesNoInputs() {
        assertThatThrownBy(() -> bench.tofu.run(request(Set.of(A), Set.of(A), Set.of()), bench.lease, changes -> {
                    throw new InternalException("no");
                }))
                .isInstanceOf(InternalException.class);

        assertThat(bench.filesNamed(RunFolders.PLAN_FILE)).isEmpty();
        assertThat(bench.filesNamed(WorkspaceRenderer.VARIABLES)).isEmpty();
    }

    @Test
    void run_planIsOlderThanAnHour_isDiscarded() {
        var result = runWith(() -> clock.advance(Duration.ofMinutes(61)));

        assertDiscarded(result, "61 minutes old");
    }

    @Test
    void run_planFileChanges_isDiscarded() {
        assertDiscarded(
                runWith(() -> append(bench.filesNamed(RunFolders.PLAN_FILE).getFirst())), "plan file");
    }

    @Test
    void run_variablesChange_isDiscarded() {
        assertDiscarded(
                runWith(() ->
                        append(bench.filesNamed(WorkspaceRenderer.VARIABLES).getFirst())),
                "variables");
    }

    @Test
    void run_stateChanges_isDiscarded() {
        assertDiscarded(
                runWith(() -> {
                    try {
                        Files.writeString(data.resolve("tofu-states/web/terraform.tfstate"), "{\"serial\":9}");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                "state");
    }

    @Test
    void run_oneRunnerCannotBeMade_failsThatAlone() throws IOException {
        Files.createDirectories(data.resolve("runners"));
        Files.createFile(data.resolve("runners").resolve(B.value()));

        var result = bench.run(request(Set.of(A, B), Set.of(A, B), Set.of()));

        assertThat(result).isInstanceOfSatisfying(TofuResult.Applied.class, applied -> {
            assertThat(applied.created()).containsOnlyKeys(A);
            assertThat(applied.failed()).containsOnlyKeys(B);
            assertThat(applied.failed().values())
                    .allSatisfy(failure -> assertThat(failure.message()).contains("mkdir", "File exists"));
            assertThat(applied.plan().error()).isPresent();
        });
    }

    @Test
    void dryRun_somethingToMake_tellsItAndLeavesNothing() {
        bench.make(A);
        var before = bench.filesLeft().stream()
                .filter(file -> !file.toString().endsWith(".db"))
                .toList();
        var run = bench.storage.runs().newest(RunBench.EGG);

        var result = bench.tofu.dryRun(request(Set.of(A, B), Set.of(B), Set.of()));

        assertThat(result).isInstanceOfSatisfying(DryRun.Planned.class, planned -> {
            assertThat(planned.plan().changes().created()).containsExactly(B);
            assertThat(planned.plan().status()).isEqualTo(PlanStatus.DISCARDED);
            assertThat(planned.plan().origin().kind()).isEqualTo(PlanKind.DRY_RUN);
            assertThat(planned.plan().binding().stateSerial()).isPresent();
        });
        assertThat(bench.filesLeft().stream().filter(file -> !file.toString().endsWith(".db")))
                .containsExactlyInAnyOrderElementsOf(before);
        assertThat(bench.storage.runs().newest(RunBench.EGG)).isEqualTo(run);
        assertThat(bench.plans()).hasSize(1);
        assertThat(bench.inventory.list()).hasSize(1);
    }

    @Test
    void dryRun_changeNobodyAskedFor_isRefused() {
        var result = bench.tofu.dryRun(request(Set.of(A), Set.of(), Set.of()));

        assertThat(result)
                .isInstanceOfSatisfying(
                        DryRun.Failed.class,
                        failed -> assertThat(failed.failure().cause()).isEqualTo(FailureCause.UNEXPECTED_CHANGE));
    }

    private TofuResult runWith(Runnable beforeApply) {
        return bench.tofu.run(request(Set.of(A), Set.of(A), Set.of()), bench.lease, changes -> beforeApply.run());
    }

    private void assertDiscarded(TofuResult result, String why) {
        assertThat(result).isInstanceOfSatisfying(TofuResult.Failed.class, failed -> {
            assertThat(failed.phase()).isEqualTo(TofuPhase.PLAN);
            assertThat(failed.failure().message()).contains(why);
        });
        assertThat(bench.plans()).singleElement().satisfies(plan -> {
            assertThat(plan.status()).isEqualTo(PlanStatus.DISCARDED);
            assertThat(plan.error().orElseThrow()).contains(why);
        });
        assertThat(bench.filesNamed("apply.jsonl")).isEmpty();
        assertThat(bench.inventory.list()).isEmpty();
        assertThat(bench.storage.runs().open(RunBench.EGG)).isEmpty();
    }

    private static void append(Path file) {
        try {
            Files.writeString(file, " ", java.nio.file.StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
