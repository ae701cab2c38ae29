package io.polargosling.worker.tofu;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.lease.HeldLease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many eggs want OpenTofu at once, on a host that reaches no other. */
class ParallelRunsTest {

    private static final int EGGS = Integer.getInteger("gosling.tofu.eggs", 6);

    @Test
    void run_manyEggsAtOnceWithoutANetwork_allSucceedWithinTheBounds(@TempDir Path data) throws Exception {
        try (var bench = new RunBench(data);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Whoever counts the others by their marks counts itself too.
            var offline = bench.wrapped("""
                    if [ "$1" != version ]; then
                      export HTTPS_PROXY=http://127.0.0.1:1 HTTP_PROXY=http://127.0.0.1:1
                      mkdir -p '%1$s/now'; : > '%1$s/now/'$$
                      for other in '%1$s'/now/*; do [ -d "/proc/${other##*/}" ] || rm -f "$other"; done
                      ls '%1$s/now' | wc -l >> '%1$s/counts'
                    fi""".formatted(data));
            var tofu = bench.tofuOf(offline, Assembly.bounds());

            var results = new ArrayList<TofuResult>();
            for (var result : threads.invokeAll(IntStream.range(0, EGGS)
                    .mapToObj(i -> (Callable<TofuResult>) () -> make(bench, tofu, i))
                    .toList())) {
                results.add(result.get());
            }

            assertThat(results).hasSize(EGGS).allMatch(TofuResult.Applied.class::isInstance);
            assertThat(bench.inventory.list()).hasSize(EGGS);
            assertThat(Files.readAllLines(data.resolve("counts")))
                    .hasSize(3 * EGGS)
                    .allMatch(count -> Integer.parseInt(count.strip()) <= 2);
        }
    }

    private static TofuResult make(RunBench bench, Tofu tofu, int number) {
        var egg = EggName.of("egg-" + number);
        var revision =
                new EggRevision(egg, 1, Samples.eggConfig(egg.value()), Samples.hash('a'), Samples.COMMIT, Samples.NOW);
        var runner = RunnerId.of(String.format("p%011d", number));
        var machine = new Machine(
                Samples.runner(egg, runner, Pool.APEX, Samples.NOW), (EggConfig) revision.config(), Optional.empty());
        var request = new ApplyRequest(
                revision,
                PlanOrigin.of(PlanKind.RECONCILE),
                List.of(machine),
                Set.of(runner),
                Set.of(),
                Set.of(),
                RunBench.LOCAL);
        try (var lease = new HeldLease(bench.leases.tryTake("egg:" + egg).orElseThrow(), bench.leases)) {
            return tofu.run(request, lease, changes -> {});
        }
    }
}
