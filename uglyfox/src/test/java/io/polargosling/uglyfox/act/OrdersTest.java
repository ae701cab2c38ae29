package io.polargosling.uglyfox.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.SendOutcome;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.uglyfox.evaluate.EggFleet;
import io.polargosling.uglyfox.evaluate.Evaluator;
import io.polargosling.uglyfox.evaluate.Fleets;
import io.polargosling.uglyfox.evaluate.Ruling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class OrdersTest {

    private static StoredFleet stored = new StoredFleet();
    private static int eggs;

    private final MutableClock clock = MutableClock.at(Fleets.NOW);
    private final Orders orders = new Orders(stored.storage(), stored.queue(), clock);

    @BeforeContainer
    static void open() {
        stored = new StoredFleet();
    }

    @AfterContainer
    static void close() {
        stored.close();
    }

    @Property(tries = 100)
    void P19_everyAction_hasAnAuditRowWrittenWithIt(
            @ForAll("states") @Size(min = 1, max = 6) List<RunnerState> states, @ForAll boolean overtaken) {
        var egg = newEgg();
        var runners = new ArrayList<Runner>();
        for (var state : states) {
            runners.add(stored.add(Fleets.failing(Fleets.runner(egg.name(), 0, state), runners.size() % 2 * 5)));
        }
        var rulings = judge(egg);
        if (overtaken) {
            var _ = stored.storage().runners().write(RunnerWrite.unfenced(runners.getFirst()));
        }

        int written = orders.place(rulings, Optional.of(Samples.COMMIT));

        int actions = 0;
        for (var before : runners) {
            var after = stored.storage().runners().find(before.id()).orElseThrow();
            var audit = auditOf(before);
            if (after.status().order().isEmpty()) {
                assertThat(audit).isEmpty();
            } else {
                actions++;
                var order = after.status().order().get();
                assertThat(audit).singleElement().satisfies(entry -> {
                    assertThat(entry.actor()).isEqualTo("uglyfox");
                    assertThat(entry.action())
                            .isEqualTo("runner.order." + order.kind().word());
                    assertThat(entry.details())
                            .containsEntry("reason", order.reason())
                            .containsEntry("egg", egg.name().value())
                            .containsEntry("policy_commit", Samples.COMMIT.value())
                            .containsKeys("state", "failed_count", "age", "heartbeat_age");
                });
            }
        }
        assertThat(written).isEqualTo(actions);
        assertThat(stored.sent()).hasSize(Math.min(1, written));
    }

    @Example
    void place_order_raisesTheGenerationAndAsksForALook() {
        var egg = newEgg();
        var runner = stored.add(Fleets.runner(egg.name(), 0, RunnerState.BUSY));
        long before = generation(egg);

        int written = orders.place(List.of(terminate(runner)), Optional.empty());

        assertThat(written).isEqualTo(1);
        assertThat(generation(egg)).isEqualTo(before + 1);
        assertThat(stored.sent()).containsExactly(new Command.ReconcileEgg(egg.name()));
        var after = stored.storage().runners().find(runner.id()).orElseThrow();
        assertThat(after.status().order())
                .contains(new PendingOrder(PendingOrder.Kind.TERMINATE, "max_age", "uglyfox"));
        assertThat(after.state()).isEqualTo(RunnerState.BUSY);
        assertThat(auditOf(runner))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).doesNotContainKey("policy_commit"));
    }

    @Example
    void place_rowThatChangedMeanwhile_isLeftToTheNextRound() {
        var egg = newEgg();
        var runner = stored.add(Fleets.runner(egg.name(), 0, RunnerState.IDLE));
        var _ = stored.storage().runners().write(RunnerWrite.unfenced(runner));
        long before = generation(egg);

        assertThat(orders.place(List.of(terminate(runner)), Optional.empty())).isZero();

        assertThat(generation(egg)).isEqualTo(before);
        assertThat(stored.sent()).isEmpty();
        assertThat(auditOf(runner)).isEmpty();
    }

    @Example
    void place_queueIsDown_writesTheOrdersAllTheSame() {
        var egg = newEgg();
        var runner = stored.add(Fleets.runner(egg.name(), 0, RunnerState.IDLE));
        var offline = new Orders(stored.storage(), new DeadQueue(), clock);

        assertThat(offline.place(List.of(terminate(runner)), Optional.empty())).isEqualTo(1);

        assertThat(stored.storage().eggs().dirty(1000)).contains(egg.name());
    }

    @Example
    void place_withdrawal_takesTheOrderAway() {
        var egg = newEgg();
        var lost = new PendingOrder(PendingOrder.Kind.TERMINATE, "heartbeat_lost", "uglyfox");
        var runner = stored.add(Fleets.runner(egg.name(), 0, RunnerState.BUSY).withOrder(Optional.of(lost)));

        assertThat(orders.place(judge(egg), Optional.empty())).isEqualTo(1);

        assertThat(stored.storage()
                        .runners()
                        .find(runner.id())
                        .orElseThrow()
                        .status()
                        .order())
                .isEmpty();
        assertThat(auditOf(runner)).extracting(AuditEntry::action).containsExactly("runner.order.withdraw");
    }

    private static Egg newEgg() {
        stored.forgetSent();
        return stored.addEgg("egg-" + eggs++, 100);
    }

    private static List<Ruling> judge(Egg egg) {
        var runners = stored.storage().runners().ofEgg(egg.name());
        var fleet = new EggFleet(egg, runners, Fleets.limits(0, 100, 0), 0);
        return new Evaluator(Fleets.HEARTBEAT)
                .judge(List.of(fleet), PruningPolicy.defaults(), Fleets.NOW.plus(Duration.ofMinutes(1)))
                .rulings();
    }

    private static Ruling terminate(Runner runner) {
        return new Ruling.Order(runner, PendingOrder.Kind.TERMINATE, "max_age", Map.of("age", "PT25H"));
    }

    private static long generation(Egg egg) {
        return stored.storage().eggs().find(egg.name()).orElseThrow().generation();
    }

    private static List<AuditEntry> auditOf(Runner runner) {
        return stored.storage()
                .audit()
                .ofResource("runner/" + runner.id(), PageRequest.first(10))
                .items();
    }

    @Provide
    Arbitrary<List<RunnerState>> states() {
        return Arbitraries.of(
                        RunnerState.PROVISIONING,
                        RunnerState.ACTIVE,
                        RunnerState.IDLE,
                        RunnerState.BUSY,
                        RunnerState.FAILED,
                        RunnerState.TERMINATING)
                .list();
    }

    private static final class DeadQueue implements CommandQueue {

        @Override
        public void send(Command command) {
            throw new UnavailableException("sending: nobody is there");
        }

        @Override
        public void send(Command command, Duration delay) {
            throw new UnavailableException("sending: nobody is there");
        }

        @Override
        public List<SendOutcome> sendAll(List<Command> commands) {
            return commands.stream()
                    .<SendOutcome>map(command -> new SendOutcome.Failed("the queue is dead"))
                    .toList();
        }

        @Override
        public void check() {
            throw new UnavailableException("checking: nobody is there");
        }
    }
}
