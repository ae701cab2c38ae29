package io.polargosling.domain.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PlannerPropertyTest {

    @Property(tries = 500)
    void plan_afterItsOwnCreations_createsNoMore(@ForAll("inputs") PlannerInput input) {
        var fleet = new ArrayList<>(input.fleet().live());
        for (var change : Planner.plan(input).changes()) {
            if (change instanceof RunnerChange.Create create) {
                fleet.add(Eggs.runner(1000 + fleet.size(), create.kind(), RunnerState.PROVISIONING));
            }
        }

        assertThat(creations(Planner.plan(Eggs.input(input.egg(), input.jobs().orElseThrow(), fleet))))
                .isZero();
    }

    @Property(tries = 500)
    void plan_anyFleet_neverExceedsTheMaximum(@ForAll("inputs") PlannerInput input) {
        long held = input.fleet().live().stream()
                .filter(runner -> runner.slot().isPresent())
                .count();
        int maximum = input.egg().config().runner().maxRunners();

        assertThat(held + creations(Planner.plan(input))).isLessThanOrEqualTo(Math.max(held, maximum));
    }

    @Property(tries = 500)
    void plan_anyFleet_createsNoMoreThanJobsWait(@ForAll("inputs") PlannerInput input) {
        var planning = Planner.plan(input);

        assertThat(creations(planning)).isLessThanOrEqualTo(planning.pending());
    }

    @Property(tries = 500)
    void plan_equalInput_givesAnEqualPlanWithOneChangePerRunner(@ForAll("inputs") PlannerInput input) {
        var planning = Planner.plan(input);

        assertThat(Planner.plan(input)).isEqualTo(planning);
        assertThat(planning.changes().stream().map(RunnerChange::subject).flatMap(Optional::stream))
                .doesNotHaveDuplicates();
    }

    private static long creations(Planning planning) {
        return planning.changes().stream()
                .filter(RunnerChange.Create.class::isInstance)
                .count();
    }

    @Provide
    Arbitrary<PlannerInput> inputs() {
        return Arbitraries.randoms().map(random -> input(random));
    }

    private static PlannerInput input(RandomGenerator random) {
        var type = List.of(Optional.of(RunnerKind.VM), Optional.of(RunnerKind.SERVERLESS), Optional.<RunnerKind>empty())
                .get(random.nextInt(3));
        var states = EggState.values();
        var state = random.nextInt(4) > 0 ? EggState.ACTIVE : states[random.nextInt(states.length)];
        var egg = Eggs.egg(type, 1 + random.nextInt(12), 1 + random.nextInt(3), state);
        var fleet = IntStream.range(0, random.nextInt(14))
                .mapToObj(n -> runner(n, type, random))
                .toList();
        var jobs = new ArrayList<CiJob>(Eggs.pending(random.nextInt(20)));
        fleet.stream()
                .filter(runner -> runner.state() == RunnerState.BUSY)
                .forEach(runner -> jobs.add(Eggs.runningOn(500 + jobs.size(), runner)));
        return Eggs.input(egg, jobs, fleet);
    }

    private static Runner runner(int number, Optional<RunnerKind> type, RandomGenerator random) {
        var kind = type.orElseGet(() -> random.nextBoolean() ? RunnerKind.VM : RunnerKind.SERVERLESS);
        var states = List.of(
                RunnerState.PROVISIONING,
                RunnerState.ACTIVE,
                RunnerState.IDLE,
                RunnerState.BUSY,
                RunnerState.DRAINING,
                RunnerState.FAILED,
                RunnerState.TERMINATING);
        var runner = Eggs.runner(number, kind, states.get(random.nextInt(states.size())));
        var finished = random.nextInt(5) == 0 && runner.state() != RunnerState.PROVISIONING;
        var order = random.nextInt(4) == 0
                ? Optional.of(new PendingOrder(PendingOrder.Kind.TERMINATE, "idle_timeout", "uglyfox"))
                : Optional.<PendingOrder>empty();
        return (finished ? Eggs.finished(runner) : runner).withOrder(order);
    }
}
