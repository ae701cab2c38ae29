package io.polargosling.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.DeployRequest;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.SentCommands.Sent;
import io.polargosling.worker.sync.CommitSync.Found;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentsTest {

    private final DeployBench bench = new DeployBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void deploy_plainly_asksForALookAndTellsTheRevision() {
        var egg = bench.egg(2);

        var operation = bench.deploy(egg, DeployBench.plainly());

        assertThat(operation.status()).isEqualTo(Operation.Status.SUCCEEDED);
        assertThat(DeployBench.result(operation).path("revision").asLong()).isEqualTo(2);
        assertThat(DeployBench.result(operation).path("unpinned").asBoolean(true))
                .isFalse();
        assertThat(bench.queue.commands()).containsExactly(new Command.ReconcileEgg(egg));
        assertThat(bench.storage.leases().find("egg:" + egg).orElseThrow().owner())
                .isEmpty();
    }

    @Test
    void deploy_replaceIdle_ordersIdleOnesOfOtherRevisionsOnly() {
        var egg = bench.egg(2);
        var old = IntStream.range(0, 10)
                .mapToObj(i -> bench.runner(egg, 1, RunnerState.ACTIVE, RunnerState.IDLE))
                .map(Runner::id)
                .toList();
        var busy = bench.runner(egg, 1, RunnerState.ACTIVE, RunnerState.BUSY);
        var present = bench.runner(egg, 2, RunnerState.ACTIVE, RunnerState.IDLE);
        long before = bench.stored(egg).generation();

        var operation = bench.deploy(egg, new DeployRequest(Optional.empty(), false, true, false, false));

        var order = new PendingOrder(PendingOrder.Kind.UPDATE, "replace-idle", "ann");
        assertThat(old)
                .allSatisfy(id -> assertThat(bench.stored(id).status().order()).contains(order));
        assertThat(bench.stored(busy.id()).status().order()).isEmpty();
        assertThat(bench.stored(present.id()).status().order()).isEmpty();
        assertThat(bench.stored(egg).generation()).isGreaterThan(before);
        assertThat(DeployBench.result(operation).path("generation").asLong())
                .isEqualTo(bench.stored(egg).generation());
        assertThat(DeployBench.result(operation).path("ordered").size()).isEqualTo(10);
        assertThat(bench.storage
                        .audit()
                        .ofResource("runner/" + old.getFirst(), PageRequest.first(1))
                        .items()
                        .getFirst()
                        .actor())
                .isEqualTo("ann");
    }

    @Test
    void deploy_prewarm_reservesOneRunnerOfTheActiveRevision() {
        var egg = bench.egg(2);

        var operation = bench.deploy(egg, new DeployRequest(Optional.empty(), false, false, true, false));

        var runner = only(egg);
        assertThat(runner.origin().revision()).isEqualTo(2);
        assertThat(runner.state()).isEqualTo(RunnerState.PROVISIONING);
        assertThat(DeployBench.result(operation).path("created").path(0).asString())
                .isEqualTo(runner.id().value());
    }

    @Test
    void deploy_receivedTwice_makesOneRunner() {
        var egg = bench.egg(1);
        var id = bench.operation("deploy");
        var command = new Command.Deploy(egg, new DeployRequest(Optional.empty(), false, false, true, false), id);
        var before = bench.operation(id);
        bench.deployments.deploy(command);
        bench.deployments.deploy(command);
        // A worker that died before it could tell.
        bench.storage.operations().save(before);
        bench.deployments.deploy(command);

        assertThat(bench.storage.runners().ofEgg(egg)).hasSize(1);
        assertThat(bench.operation(id).status()).isEqualTo(Operation.Status.SUCCEEDED);
    }

    @Test
    void deploy_pinned_isRefusedUntilUnpinned() {
        var egg = bench.egg(2);
        bench.rollBack(egg, "1", false);

        var refused = bench.deploy(egg, DeployBench.plainly());
        var unpinned = bench.deploy(egg, new DeployRequest(Optional.empty(), false, false, false, true));

        assertThat(refused.problem().orElseThrow()).startsWith("pinned: ");
        assertThat(unpinned.status()).isEqualTo(Operation.Status.SUCCEEDED);
        assertThat(bench.stored(egg).pinnedAgainst()).isEmpty();
        assertThat(bench.stored(egg).active().number()).isEqualTo(2);
        assertThat(DeployBench.result(unpinned).path("unpinned").asBoolean()).isTrue();
    }

    @Test
    void deploy_disabledOrUnknownEgg_isRefused() {
        var egg = bench.egg(1);
        var lease = bench.leases.tryTake("sync").orElseThrow();
        bench.storage.eggs().changeState(egg, EggState.DISABLED, Optional.empty(), Samples.audit("egg"), lease.fence());

        assertThat(bench.deploy(egg, DeployBench.plainly()).problem().orElseThrow())
                .startsWith("egg-disabled: ");
        assertThat(bench.makeRunners(egg, 1).problem().orElseThrow()).startsWith("egg-disabled: ");
        assertThat(bench.deploy(EggName.of("nobody"), DeployBench.plainly())
                        .problem()
                        .orElseThrow())
                .startsWith("not-found: ");
    }

    @Test
    void deploy_leaseHeld_isTriedAgainAndGivenUpAfterAnHour() {
        var egg = bench.egg(1);
        var held = bench.leases.tryTake("egg:" + egg).orElseThrow();
        var id = bench.operation("deploy");
        var command = new Command.Deploy(egg, DeployBench.plainly(), id);

        bench.deployments.deploy(command);
        assertThat(bench.queue.all()).containsExactly(new Sent(command, Duration.ofSeconds(2)));
        assertThat(bench.operation(id).finishedAt()).isEmpty();

        bench.clock.advance(Duration.ofHours(1));
        bench.deployments.deploy(command);
        assertThat(bench.operation(id).problem().orElseThrow()).startsWith("timeout: ");

        bench.storage.leases().release(held, Optional.empty());
        assertThat(bench.deploy(egg, DeployBench.plainly()).status()).isEqualTo(Operation.Status.SUCCEEDED);
    }

    @Test
    void deploy_commit_isWaitedForSupersededOrRefused() {
        var egg = bench.egg(1);
        var commit = DeployBench.commit(7);
        var head = DeployBench.commit(8);
        var request = new DeployRequest(Optional.of(commit), false, false, false, false);

        bench.found = new Found.Missing(head, true);
        var waiting = bench.deploy(egg, request);
        bench.found = new Found.Busy();
        var behind = bench.deploy(egg, request);
        bench.found = new Found.Missing(head, false);
        var missing = bench.deploy(egg, request);
        bench.found = new Found.Superseded(head);
        var superseded = bench.deploy(egg, request);
        bench.found = new Found.Failed("fetching the Nest: no answer");
        var failed = bench.deploy(egg, request);
        bench.found = new Found.Current();
        var done = bench.deploy(egg, request);

        assertThat(waiting.finishedAt()).isEmpty();
        assertThat(behind.finishedAt()).isEmpty();
        assertThat(bench.queue.all()).extracting(Sent::delay).startsWith(Duration.ofSeconds(5), Duration.ofSeconds(2));
        assertThat(missing.problem().orElseThrow()).startsWith("commit-not-in-nest: ");
        assertThat(superseded.problem().orElseThrow()).startsWith("commit-superseded: ");
        assertThat(failed.problem().orElseThrow()).startsWith("fetching the Nest");
        assertThat(done.status()).isEqualTo(Operation.Status.SUCCEEDED);
    }

    @Test
    void rollback_toTheNewestAppliedPlanOfAnEarlierRevision_pinsAndEndsWhatIsUnused() {
        var egg = bench.egg(2);
        var plan = bench.plan(bench.stored(egg), 1, PlanOrigin.of(PlanKind.RECONCILE), PlanStatus.APPLIED);
        bench.plan(bench.stored(egg), 2, PlanOrigin.of(PlanKind.RECONCILE), PlanStatus.FAILED);
        var idle = bench.runner(egg, 2, RunnerState.ACTIVE, RunnerState.IDLE);
        var starting = bench.runner(egg, 2);
        var busy = bench.runner(egg, 2, RunnerState.ACTIVE, RunnerState.BUSY);
        var good = bench.runner(egg, 1, RunnerState.ACTIVE, RunnerState.IDLE);

        var operation = bench.rollBack(egg, "", false);

        var row = bench.stored(egg);
        assertThat(row.active().number()).isEqualTo(1);
        assertThat(row.pinnedAgainst()).contains(DeployBench.hash(2));
        var order = new PendingOrder(PendingOrder.Kind.TERMINATE, "rollback", "ann");
        assertThat(List.of(idle, starting))
                .allSatisfy(runner ->
                        assertThat(bench.stored(runner.id()).status().order()).contains(order));
        assertThat(bench.stored(busy.id()).status().order()).isEmpty();
        assertThat(bench.stored(good.id()).status().order()).isEmpty();
        assertThat(DeployBench.result(operation).path("from_plan").asString())
                .isEqualTo(plan.id().toString());
        assertThat(bench.queue.commands()).contains(new Command.ReconcileEgg(egg));
    }

    @Test
    void rollback_again_keepsWhatThePinIsAgainst() {
        var egg = bench.egg(3);
        bench.rollBack(egg, "2", false);

        bench.rollBack(egg, "1", false);

        assertThat(bench.stored(egg).active().number()).isEqualTo(1);
        assertThat(bench.stored(egg).pinnedAgainst()).contains(DeployBench.hash(3));
    }

    @Test
    void rollback_toWhatThePinIsAgainst_endsThePin() {
        var egg = bench.egg(2);
        bench.rollBack(egg, "1", false);

        bench.rollBack(egg, "2", false);

        assertThat(bench.stored(egg).active().number()).isEqualTo(2);
        assertThat(bench.stored(egg).pinnedAgainst()).isEmpty();
    }

    @Test
    void rollback_nestBringsTheSameAndThenAnother_holdsAndEndsThePin() {
        var egg = bench.egg(2);
        var config = bench.config(egg);
        bench.rollBack(egg, "1", false);

        bench.declare(config, 2);
        assertThat(bench.stored(egg).active().number()).isEqualTo(1);
        bench.declare(config, 3);

        assertThat(bench.stored(egg).active().number()).isEqualTo(3);
        assertThat(bench.stored(egg).pinnedAgainst()).isEmpty();
    }

    @Test
    void rollback_workerDiedAfterActivating_isFinished() {
        var egg = bench.egg(2);
        var id = bench.operation("rollback");
        var before = bench.operation(id);
        var command = new Command.Rollback(egg, Optional.of("1"), false, id);
        bench.deployments.rollBack(command);
        var late = bench.runner(egg, 2, RunnerState.ACTIVE, RunnerState.IDLE);
        bench.storage.operations().save(before);

        bench.deployments.rollBack(command);

        assertThat(bench.operation(id).status()).isEqualTo(Operation.Status.SUCCEEDED);
        assertThat(bench.stored(late.id()).status().order()).isPresent();
        assertThat(bench.stored(egg).pinnedAgainst()).contains(DeployBench.hash(2));
    }

    @Test
    void rollback_nothingOrUnknown_isRefused() {
        var egg = bench.egg(1);

        assertThat(bench.rollBack(egg, "", false).problem().orElseThrow()).startsWith("nothing-to-roll-back: ");
        assertThat(bench.rollBack(egg, "1", false).problem().orElseThrow()).startsWith("nothing-to-roll-back: ");
        assertThat(bench.rollBack(egg, "9", false).problem().orElseThrow()).startsWith("not-found: ");
        assertThat(bench.rollBack(egg, "9", true).problem().orElseThrow()).startsWith("not-found: ");
    }

    @Test
    void rollback_plans_areLinkedBothWays() {
        var egg = bench.egg(2);
        var origins = new PlanOrigins(bench.storage.plans(), bench.clock);
        var first = bench.plan(bench.stored(egg), 1, PlanOrigin.of(PlanKind.RECONCILE), PlanStatus.APPLIED);
        var replaced = bench.plan(bench.stored(egg), 2, PlanOrigin.of(PlanKind.RECONCILE), PlanStatus.APPLIED);
        assertThat(origins.next(bench.stored(egg))).isEqualTo(PlanOrigin.of(PlanKind.RECONCILE));

        bench.rollBack(egg, first.id().toString(), false);
        var origin = origins.next(bench.stored(egg));
        assertThat(origin).isEqualTo(new PlanOrigin(PlanKind.ROLLBACK, Optional.of(replaced.id())));
        bench.plan(bench.stored(egg), 1, origin, PlanStatus.FAILED);
        assertThat(origins.next(bench.stored(egg))).isEqualTo(origin);
        var rollback = bench.plan(bench.stored(egg), 1, origin, PlanStatus.APPLIED);
        bench.settle(egg);
        bench.settle(egg);

        var left = bench.storage.plans().find(replaced.id()).orElseThrow();
        assertThat(left.status()).isEqualTo(PlanStatus.ROLLED_BACK);
        assertThat(left.origin().rollbackPlan()).contains(rollback.id());
        assertThat(bench.storage.plans().find(first.id()).orElseThrow().status())
                .isEqualTo(PlanStatus.APPLIED);
        assertThat(origins.next(bench.stored(egg)).kind()).isEqualTo(PlanKind.RECONCILE);
    }

    @Test
    void makeRunners_moreThanOneWriteTakes_allHaveRowsAndSlots() {
        var egg = bench.egg(1);

        var operation = bench.makeRunners(egg, 10);

        assertThat(operation.status()).isEqualTo(Operation.Status.SUCCEEDED);
        assertThat(bench.storage.runners().ofEgg(egg)).hasSize(10);
        assertThat(bench.storage.runners().capacity(egg))
                .anySatisfy(use -> assertThat(use.used()).isEqualTo(10));
    }

    @Test
    void makeRunners_moreThanThereIsRoomFor_makesNone() {
        var egg = bench.egg(1);
        bench.makeRunners(egg, 3);

        var operation = bench.makeRunners(egg, 8);

        assertThat(operation.problem().orElseThrow()).startsWith("capacity-exhausted: ");
        assertThat(bench.storage.runners().ofEgg(egg)).hasSize(3);
    }

    @Test
    void dryRun_ofARollback_showsWhatWouldBeMadeAndEnded() {
        var egg = bench.egg(2);
        var idle = bench.runner(egg, 2, RunnerState.ACTIVE, RunnerState.IDLE);
        var busy = bench.runner(egg, 2, RunnerState.ACTIVE, RunnerState.BUSY);
        bench.pending(egg, 3);

        var operation = bench.rollBack(egg, "1", true);

        var result = DeployBench.result(operation);
        assertThat(result.path("destroyed").path(0).asString())
                .isEqualTo(idle.id().value());
        assertThat(result.path("changes").path("remove").asInt()).isEqualTo(1);
        assertThat(result.path("changes").path("add").asInt()).isPositive();
        assertThat(result.path("preview").path("revision").asInt()).isEqualTo(1);
        assertThat(result.path("preview").path("actions").toString()).contains("\"create\"");
        var request = bench.tofu.planned.getFirst();
        assertThat(request.revision().number()).isEqualTo(1);
        assertThat(request.machines())
                .extracting(machine -> machine.runner().id())
                .contains(busy.id())
                .doesNotContain(idle.id());
        var plan =
                bench.storage.plans().ofEgg(egg, PageRequest.first(1)).items().getFirst();
        assertThat(plan.status()).isEqualTo(PlanStatus.DISCARDED);
        assertThat(plan.origin().kind()).isEqualTo(PlanKind.DRY_RUN);
    }

    @Test
    void dryRun_tofuFails_tellsWhy() {
        var egg = bench.egg(1);
        bench.tofu.failure = Optional.of(new RunFailure(FailureCause.CREDENTIALS, "no access"));

        assertThat(bench.deploy(egg, DeployBench.dry(false, false, false)).problem())
                .contains("plan: credentials: no access");
        assertThat(bench.storage.plans().ofEgg(egg, PageRequest.first(1)).items())
                .isEmpty();
    }

    @Test
    void dryRun_ofACommitThatIsNotStored_isRefused() {
        var egg = bench.egg(1);

        var known = new DeployRequest(Optional.of(DeployBench.commit(1)), true, false, false, false);
        var unknown = new DeployRequest(Optional.of(DeployBench.commit(9)), true, false, false, false);

        assertThat(bench.deploy(egg, known).status()).isEqualTo(Operation.Status.SUCCEEDED);
        assertThat(bench.deploy(egg, unknown).problem().orElseThrow()).startsWith("commit-not-in-nest: ");
    }

    @Test
    void order_ofARunnerThatNeverHoldsStill_isAConflict() {
        var egg = bench.egg(1);
        bench.runner(egg, 1, RunnerState.ACTIVE, RunnerState.IDLE);
        var lease = bench.leases.tryTake("egg:" + egg).orElseThrow();
        bench.storage.leases().release(lease, Optional.empty());
        var orders = new RunnerOrders(bench.storage.runners(), bench.clock);

        assertThatThrownBy(() -> orders.order(
                        egg,
                        runner -> true,
                        new PendingOrder(PendingOrder.Kind.TERMINATE, "test", "ann"),
                        lease.fence()))
                .isInstanceOf(ConflictException.class);
    }

    private Runner only(EggName egg) {
        var runners = bench.storage.runners().ofEgg(egg);
        assertThat(runners).hasSize(1);
        return runners.getFirst();
    }
}
