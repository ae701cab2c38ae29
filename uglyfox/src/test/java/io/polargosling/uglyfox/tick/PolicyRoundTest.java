package io.polargosling.uglyfox.tick;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.lease.DutyRunner;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.runner.RunnerPulse;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.uglyfox.act.Orders;
import io.polargosling.uglyfox.act.StoredFleet;
import io.polargosling.uglyfox.evaluate.Evaluator;
import io.polargosling.uglyfox.evaluate.Fleets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicyRoundTest {

    private final StoredFleet stored = new StoredFleet();
    private final MutableClock clock = MutableClock.at(Fleets.NOW);
    private final PolicyRound round = new PolicyRound(
            stored.storage(),
            new Evaluator(Fleets.HEARTBEAT),
            new Orders(stored.storage(), stored.queue(), clock),
            clock);

    @AfterEach
    void close() {
        stored.close();
    }

    @Test
    void run_emptyStore_doesNothing() {
        assertThat(round.run()).isZero();
        assertThat(round.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(stored.sent()).isEmpty();
    }

    @Test
    void run_idleRunner_isOrderedOnceWhenItsTimeHasCome() {
        var egg = stored.addEgg("web", 10).name();
        var runner = stored.add(heardForEver(Fleets.runner(egg, 1, RunnerState.IDLE)));

        clock.advance(Fleets.IDLE_TIMEOUT.minusSeconds(1));
        assertThat(round.run()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(round.run()).isEqualTo(1);
        assertThat(round.run()).as("a repeated evaluation").isZero();

        assertThat(orderOf(runner)).contains(new PendingOrder(PendingOrder.Kind.TERMINATE, "idle_timeout", "uglyfox"));
        assertThat(stored.sent()).containsExactly(new Command.ReconcileEgg(egg));
    }

    @Test
    void run_jobsPendingInTheNewestDecision_keepsIdleRunners() {
        var egg = stored.addEgg("web", 10).name();
        var runner = stored.add(heardForEver(Fleets.runner(egg, 1, RunnerState.IDLE)));
        var fence = stored.fence("egg:web");
        clock.advance(Duration.ofHours(1));

        stored.storage().decisions().record(new Decision(egg, 1, clock.instant(), 2, 0, List.of()), fence);
        assertThat(round.run()).isZero();
        clock.advance(Duration.ofSeconds(1));
        stored.storage().decisions().record(new Decision(egg, 2, clock.instant(), 0, 0, List.of()), fence);
        assertThat(round.run()).isEqualTo(1);

        assertThat(orderOf(runner)).isPresent();
    }

    @Test
    void run_silentRunner_isOrderedAsLost() {
        var egg = stored.addEgg("web", 10).name();
        var runner = stored.add(Fleets.runner(egg, 1, RunnerState.BUSY));

        clock.advance(Duration.ofMinutes(5));
        assertThat(round.run()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(round.run()).isEqualTo(1);

        assertThat(orderOf(runner).map(PendingOrder::reason)).contains("heartbeat_lost");
    }

    @Test
    void run_storedPolicy_takesThePlaceOfTheDefaults() {
        var egg = stored.addEgg("web", 10).name();
        var runner = stored.add(heardForEver(Fleets.runner(
                egg, 1, RunnerState.BUSY, RunnerPlatform.PROCESS, Duration.ofMinutes(61), Duration.ZERO)));
        var policy = new PruningPolicy(
                3,
                Duration.ofDays(1),
                Duration.ofSeconds(90),
                List.of(),
                List.of(new PruningPolicy.PolicyRule("old", "age > 1h", PruningPolicy.Action.TERMINATE)));

        assertThat(round.run()).isZero();
        stored.storage().policies().save(policy, Samples.COMMIT, Fleets.NOW, stored.fence("nest-sync"));
        assertThat(round.run()).isEqualTo(1);

        assertThat(round.interval()).isEqualTo(Duration.ofSeconds(90));
        assertThat(orderOf(runner).map(PendingOrder::reason)).contains("rule:old");
    }

    @Test
    void commands_evaluatePolicies_doesARoundAndOthersNothing() {
        var egg = stored.addEgg("web", 10).name();
        var runner = stored.add(Fleets.failing(Fleets.runner(egg, 1, RunnerState.BUSY), 3));
        var commands = new PolicyCommands(round);

        commands.handle(new Command.ReconcileEgg(egg));
        assertThat(orderOf(runner)).isEmpty();
        commands.handle(new Command.EvaluatePolicies());
        commands.handle(new Command.EvaluatePolicies());

        assertThat(orderOf(runner).map(PendingOrder::reason)).contains("max_failures");
        assertThat(stored.sent()).hasSize(1);
    }

    @Test
    void duty_uglyfox_isDueAgainAfterTheInterval() {
        var duties = new DutyRunner(stored.leases(clock), stored.storage().leases(), clock, (duty, failure) -> {});

        assertThat(duties.runIfDue("uglyfox", round::interval, round::run)).isTrue();
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(duties.runIfDue("uglyfox", round::interval, round::run)).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(duties.runIfDue("uglyfox", round::interval, round::run)).isTrue();
    }

    private Optional<PendingOrder> orderOf(Runner runner) {
        return stored.storage()
                .runners()
                .find(runner.id())
                .orElseThrow()
                .status()
                .order();
    }

    private static Runner heardForEver(Runner runner) {
        var last = Optional.of(Fleets.NOW.plus(Duration.ofDays(1)));
        return runner.withPulse(new RunnerPulse(last, 1, runner.pulse().runningJobs(), false, Optional.empty(), 0));
    }
}
