package io.polargosling.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.testkit.memory.MemoryStorage;
import io.polargosling.worker.render.Variant;
import io.polargosling.worker.tofu.TofuResult;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eggs of AWS and Yandex Cloud, from demand to nothing, through the real OpenTofu and a fake cloud. */
class CloudEggsTest {

    private static Secrets secrets;

    @TempDir
    private Path data;

    private CloudBench bench;

    @BeforeAll
    static void openKeystore(@TempDir Path folder) {
        secrets = WorkerBench.keystore(folder);
    }

    @BeforeEach
    void open() {
        bench = new CloudBench(data.resolve("data"), MemoryStorage.empty(), secrets);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource(value = Variant.class, mode = EnumSource.Mode.EXCLUDE, names = "LOCAL")
    void egg_fromDemandToItsRemoval_leavesNothing(Variant variant) {
        var egg = bench.store(bench.egg(name(variant), Optional.of(kind(variant)), CloudBench.place(variant, "a")));
        bench.enqueue();

        bench.reconcile(egg);

        var runner = bench.runners(egg).getFirst();
        var part = bench.parts.get(variant.provider());
        assertThat(bench.runners(egg)).hasSize(1);
        assertThat(runner.status().phase()).as("%s", runner.status()).isEqualTo(Phase.BOOTING);
        assertThat(part.list()).singleElement().satisfies(machine -> {
            assertThat(machine.runner()).isEqualTo(runner.id());
            assertThat(runner.identity().cloudId()).contains(machine.cloudId());
        });
        assertThat(part.invoked()).hasSize(isCalled(variant) ? 1 : 0);

        long runs = bench.runs(egg);
        bench.reconcile(egg);
        assertThat(bench.runs(egg)).as("nothing to do").isEqualTo(runs);
        if (kind(variant) == RunnerKind.VM) {
            part.stop(part.list().getFirst());
        }
        assertThat(bench.run(egg)).isEqualTo(new TofuResult.NoChange());

        bench.orderEnd(egg);
        bench.reconcile(egg);
        assertThat(part.list()).isEmpty();
        assertThat(bench.types()).as("what runners share stays").isNotEmpty();

        bench.remove(egg);
        bench.reconcile(egg);
        assertThat(bench.types()).isEmpty();
        runs = bench.runs(egg);
        bench.reconcile(egg);
        assertThat(bench.runs(egg)).as("a removed egg costs nothing").isEqualTo(runs);
    }

    private static EggName name(Variant variant) {
        return variant == Variant.AWS_LAMBDA ? EggName.ofJob("nightly") : EggName.of("Web_" + variant.ordinal());
    }

    private static RunnerKind kind(Variant variant) {
        return switch (variant) {
            case AWS_VM, YANDEX_VM, LOCAL -> RunnerKind.VM;
            case AWS_SERVERLESS, AWS_LAMBDA, YANDEX_SERVERLESS -> RunnerKind.SERVERLESS;
        };
    }

    private static boolean isCalled(Variant variant) {
        return variant == Variant.AWS_LAMBDA || variant == Variant.YANDEX_SERVERLESS;
    }
}
