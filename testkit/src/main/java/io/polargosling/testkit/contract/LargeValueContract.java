package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every backend must do with rows that are large, up to and over the 400 KB that some databases keep. */
public abstract class LargeValueContract extends StoreContract {

    private static Plan plan(int runners) {
        var random = new Random(3);
        var ids = Stream.generate(() -> RunnerId.random(random)).limit(runners).toList();
        var like = Samples.plan(EGG, Samples.NOW);
        return Plan.pending(
                UUID.randomUUID(),
                EGG,
                like.origin(),
                like.inputs(),
                new PlanChanges(ids, ids),
                like.binding(),
                Samples.NOW);
    }

    @Test
    void planOfThousandsOfRunners_under400KB_isReadBackEqual() {
        // Two ids of 12 letters each, in quotes and with a comma: 30 bytes a runner.
        var plan = plan(12_000);

        var written = storage().plans().save(plan, fence("egg:web"));

        assertThat(storage().plans().find(plan.id())).contains(written);
        assertThat(storage().plans().ofEgg(EGG, PageRequest.first(1)).items()).containsExactly(written);
    }

    @Test
    void plan_over400KB_isKeptWholeOrRefusedByName() {
        var plan = plan(20_000);
        var fence = fence("egg:web");

        var written =
                keptOrRefused(plan.id().toString(), () -> storage().plans().save(plan, fence));

        assertThat(storage().plans().find(plan.id())).isEqualTo(written);
        assertThat(storage().plans().save(plan(1), fence).version()).isEqualTo(1);
    }

    @Test
    void auditDetails_largerThanAnyDatabaseTakes_areKeptWholeOrRefusedWithEverythingElse() {
        var entry = AuditEntry.of(
                Samples.NOW, "worker", "test.change", "runner/x", Map.of("output", "гусь ".repeat(2_000_000)));
        var plan = plan(1);
        var write = new RunnerWrite(List.of(), List.of(entry), Optional.of(plan), Optional.of(fence("egg:web")), false);

        var written = keptOrRefused("web", () -> storage().runners().write(write));

        var audit =
                storage().audit().ofResource("runner/x", PageRequest.first(1)).items();
        assertThat(audit).isEqualTo(written.isPresent() ? List.of(entry) : List.of());
        assertThat(storage().plans().find(plan.id()).isPresent()).isEqualTo(written.isPresent());
    }

    private interface Write<T> {
        T run();
    }

    /** What was written; empty when the store refused it and said what was too large. */
    private static <T> Optional<T> keptOrRefused(String name, Write<T> write) {
        try {
            return Optional.of(write.run());
        } catch (InvalidException e) {
            assertThat(e).hasMessageContaining(name);
            return Optional.empty();
        }
    }
}
