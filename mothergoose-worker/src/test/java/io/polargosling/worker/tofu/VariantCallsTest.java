package io.polargosling.worker.tofu;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.render.Variant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VariantCallsTest {

    private static final EggName EGG = EggName.of("web");
    private static final Optional<RunnerKind> VM = Optional.of(RunnerKind.VM);
    private static final Placement AWS = place(CloudProvider.AWS);
    private static final Placement YANDEX = place(CloudProvider.YANDEX);

    @Test
    void of_eggWithoutType_lastsWithBothKindsAtEachPlace() {
        var calls = VariantCalls.of(egg(EggState.ACTIVE, Optional.empty(), AWS, YANDEX), List.of(), List.of());

        assertThat(calls.lasting())
                .containsExactlyInAnyOrder(
                        Variant.AWS_VM, Variant.AWS_SERVERLESS, Variant.YANDEX_VM, Variant.YANDEX_SERVERLESS);
        assertThat(calls.left()).isEmpty();
    }

    @Test
    void of_disabledEgg_keepsWhatItsRunnersShare() {
        var calls = VariantCalls.of(egg(EggState.DISABLED, VM, AWS), plans(applied(Variant.AWS_VM)), List.of());

        assertThat(calls.forgotten(List.of())).isEmpty();
    }

    @Test
    void of_removedEgg_hasForgottenWhatItsLastRunLeft() {
        var calls = VariantCalls.of(egg(EggState.REMOVED, VM, AWS), plans(applied(Variant.AWS_VM)), List.of());

        assertThat(calls.forgotten(List.of())).containsExactly(Variant.AWS_VM);
        assertThat(calls.with(List.of())).containsExactly(Map.entry(Variant.AWS_VM, true));
    }

    @ParameterizedTest
    @EnumSource(
            value = PlanStatus.class,
            names = {"APPLYING", "FAILED"})
    void of_runThatRetiredAndDidNotEndWell_isNotBelieved(PlanStatus status) {
        var retired = noted(Map.of(Variant.AWS_VM, true), List.of());

        var calls = VariantCalls.of(egg(EggState.REMOVED, VM, AWS), plans(moved(retired, status)), List.of());

        assertThat(calls.forgotten(List.of())).containsExactly(Variant.AWS_VM);
    }

    @Test
    void of_runThatRetiredAndWasAppliedInPart_isNotBelieved() {
        var retired = noted(Map.of(Variant.AWS_VM, true), List.of())
                .moveTo(PlanStatus.APPLIED, Samples.NOW, Optional.of("one role is in use"));

        assertThat(VariantCalls.of(egg(EggState.REMOVED, VM, AWS), plans(retired), List.of())
                        .left())
                .containsExactly(Variant.AWS_VM);
    }

    @Test
    void of_plansThatWereNeverBegun_tellNothing() {
        var discarded = moved(noted(Map.of(Variant.YANDEX_VM, false), List.of()), PlanStatus.DISCARDED);
        var pending = noted(Map.of(Variant.YANDEX_VM, false), List.of());

        assertThat(VariantCalls.of(
                                egg(EggState.ACTIVE, VM, AWS),
                                plans(discarded, pending, applied(Variant.AWS_VM)),
                                List.of())
                        .left())
                .containsExactly(Variant.AWS_VM);
    }

    @Test
    void of_runnerThatIsStillThere_keepsItsVariantCalled() {
        var runner = Samples.runner(EGG, RunnerId.of("aaaaaaaaaaaa"), Pool.APEX, Samples.NOW);
        var calls = VariantCalls.of(egg(EggState.ACTIVE, VM, YANDEX), plans(), List.of(runner));

        assertThat(calls.left()).containsExactly(Variant.of(runner));
        assertThat(calls.forgotten(List.of(runner))).isEmpty();
    }

    /** Whatever becomes of runs, one that calls less than the state may hold is never made. */
    @Property(tries = 200)
    void anyHistory_neverForgetsWhatMayBeInTheState(@ForAll("histories") List<Step> steps) {
        var state = EnumSet.noneOf(Variant.class);
        var newestFirst = new ArrayList<Plan>();
        for (var step : steps) {
            var calls = VariantCalls.of(
                    egg(step.removed() ? EggState.REMOVED : EggState.ACTIVE, VM, step.aws() ? AWS : YANDEX),
                    newestFirst.stream().limit(VariantCalls.PLANS).toList(),
                    List.<Runner>of());
            var retired = calls.with(List.of());
            assertThat(retired.keySet()).containsAll(state);
            var plan = noted(retired, List.of());
            retired.forEach((variant, goes) -> {
                if (!goes && step.end() != End.NEVER_BEGUN) {
                    state.add(variant);
                } else if (goes && step.end() == End.WELL) {
                    state.remove(variant);
                }
            });
            newestFirst.addFirst(step.end().of(plan));
        }
    }

    record Step(boolean removed, boolean aws, End end) {}

    enum End {
        WELL,
        IN_PART,
        BADLY,
        NEVER_BEGUN;

        Plan of(Plan plan) {
            return switch (this) {
                case WELL -> plan.moveTo(PlanStatus.APPLIED, Samples.NOW, Optional.empty());
                case IN_PART -> plan.moveTo(PlanStatus.APPLIED, Samples.NOW, Optional.of("one failed"));
                case BADLY -> plan.moveTo(PlanStatus.FAILED, Samples.NOW, Optional.of("all failed"));
                case NEVER_BEGUN -> plan.moveTo(PlanStatus.DISCARDED, Samples.NOW, Optional.empty());
            };
        }
    }

    @Provide
    static Arbitrary<List<Step>> histories() {
        return Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(true, false), Arbitraries.of(End.class))
                .as(Step::new)
                .list()
                .ofMaxSize(12);
    }

    private static Placement place(CloudProvider provider) {
        return new Placement(
                provider,
                Optional.of("somewhere-1"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static Egg egg(EggState state, Optional<RunnerKind> type, Placement... places) {
        var plain = Samples.eggConfig(EGG.value());
        var config = new EggConfig(
                EGG, type, List.of(places), plain.resources(), plain.runner(), plain.gitlab(), plain.options());
        var revision = new EggRevision(EGG, 1, config, Samples.hash('a'), Samples.COMMIT, Samples.NOW);
        return new Egg(revision, state, Optional.empty(), false, Optional.empty(), 1, 0, Samples.NOW);
    }

    private static List<Plan> plans(Plan... newestFirst) {
        return List.of(newestFirst);
    }

    private static Plan applied(Variant variant) {
        return moved(noted(Map.of(variant, false), List.of()), PlanStatus.APPLIED);
    }

    private static Plan moved(Plan plan, PlanStatus status) {
        return plan.moveTo(status, Samples.NOW, Optional.empty());
    }

    private static Plan noted(Map<Variant, Boolean> retired, List<Machine> machines) {
        var plan = Samples.plan(EGG, Samples.NOW);
        return plan.withInputs(plan.inputs().withVariables(VariantCalls.noted("{}", retired, machines)));
    }
}
