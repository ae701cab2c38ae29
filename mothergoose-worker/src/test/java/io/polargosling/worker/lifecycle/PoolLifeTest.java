package io.polargosling.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.inventory.CloudResource.Power;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.testkit.cloud.FakeCloud;
import io.polargosling.testkit.cloud.FakePlace;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class PoolLifeTest extends LifeTest {

    @Test
    void demote_idleRunner_sleepsInNadirAndIsWokenForAJob() {
        var idle = idle(bench);
        bench.order(Optional.of(PendingOrder.Kind.DEMOTE), "idle_timeout");
        tickUntil(bench, () -> state(bench) == RunnerState.DORMANT);

        assertThat(power(idle)).isEqualTo(Power.OFF);
        assertThat(bench.isPaused(idle)).isTrue();
        assertThat(bench.only().status().order()).isEmpty();
        assertThat(bench.only().schedule().deadline()).isPresent();
        assertThat(bench.used(Pool.APEX)).isZero();
        assertThat(bench.used(Pool.NADIR)).isEqualTo(1);

        settle(bench);
        bench.enqueue();
        tickUntil(bench, () -> bench.only().state() == RunnerState.IDLE);
        assertThat(bench.only().id()).isEqualTo(idle.id());
        assertThat(bench.isPaused(idle)).isFalse();
        assertThat(power(idle)).isEqualTo(Power.ON);
        assertThat(bench.used(Pool.APEX)).isEqualTo(1);
        assertThat(bench.used(Pool.NADIR)).isZero();
        assertThat(bench.cloud.calls(FakeCloud.Call.CREATE)).isEqualTo(1);
    }

    @Test
    void demote_orderIsWithdrawnInTheProof_runnerTakesJobsAgain() {
        var idle = idle(bench);
        bench.order(Optional.of(PendingOrder.Kind.DEMOTE), "idle_timeout");
        tickUntil(bench, () -> state(bench) == RunnerState.DEMOTING && bench.isPaused(idle));
        assertThat(bench.used(Pool.NADIR)).isEqualTo(1);

        bench.order(Optional.empty(), "");
        bench.look();

        assertThat(state(bench)).isEqualTo(RunnerState.IDLE);
        assertThat(bench.isPaused(idle)).isFalse();
        assertThat(bench.used(Pool.NADIR)).isZero();
        assertThat(bench.cloud.calls(FakeCloud.Call.STOP)).isZero();
    }

    @Test
    void wake_cloudHasNoRoom_failsItAndMakesAnother() {
        var idle = idle(bench);
        bench.order(Optional.of(PendingOrder.Kind.DEMOTE), "idle_timeout");
        tickUntil(bench, () -> state(bench) == RunnerState.DORMANT);
        bench.cloud.setFull(FakePlace.of(LifeBench.PLACE), true);
        bench.enqueue();

        tickUntil(bench, () -> row(bench, idle.id()).state() == RunnerState.TERMINATED);
        assertThat(row(bench, idle.id()).status().cause().orElseThrow()).startsWith("start-refused: ");
        bench.cloud.setFull(FakePlace.of(LifeBench.PLACE), false);
        for (int i = 0; i < 90 && bench.live().stream().noneMatch(r -> r.state() == RunnerState.IDLE); i++) {
            bench.tick();
        }

        assertThat(bench.only().state()).isEqualTo(RunnerState.IDLE);
        assertThat(bench.cloud.machines()).hasSize(1);
    }

    @Test
    void order_busyRunner_isPausedAndWaitsForItsJob() {
        var idle = idle(bench);
        long job = bench.enqueue();
        bench.agentPolls(idle);
        tickUntil(bench, () -> state(bench) == RunnerState.BUSY);
        bench.order(Optional.of(PendingOrder.Kind.TERMINATE), "max_age");
        bench.tick();
        assertThat(state(bench)).isEqualTo(RunnerState.BUSY);
        assertThat(bench.isPaused(idle)).isTrue();

        bench.order(Optional.empty(), "");
        bench.tick();
        assertThat(bench.isPaused(idle)).isFalse();

        bench.order(Optional.of(PendingOrder.Kind.TERMINATE), "max_age");
        bench.tick();
        assertThat(bench.cloud.machines()).hasSize(1);
        bench.cancel(job);
        tickUntil(bench, () -> row(bench, idle.id()).state() == RunnerState.TERMINATED);
        assertThat(bench.cloud.machines()).isEmpty();
    }

    /** Every call of the worker that changes something is its last one once. */
    @Test
    void life_workerDiesAnywhere_nextOneGoesOn() {
        int cut = 1;
        boolean died = true;
        while (died) {
            var life = newBench();
            life.dieAfter(cut);
            live(life);
            died = life.workerDied();
            cut += Integer.getInteger("gosling.lifecycle.cut-step", 7);
        }
        assertThat(cut).isGreaterThan(40);
    }

    private static void live(LifeBench life) {
        var idle = idle(life);
        life.order(Optional.of(PendingOrder.Kind.DEMOTE), "idle_timeout");
        tickUntil(life, () -> state(life) == RunnerState.DORMANT);
        assertThat(life.cloud.machine(idle.id()).orElseThrow().power()).isEqualTo(Power.OFF);
        assertThat(life.used(Pool.APEX)).isZero();

        settle(life);
        long job = life.enqueue();
        tickUntil(life, () -> state(life) == RunnerState.IDLE);
        assertThat(life.isPaused(idle)).isFalse();
        assertThat(life.used(Pool.NADIR)).isZero();
        life.cancel(job);

        life.order(Optional.of(PendingOrder.Kind.TERMINATE), "max_age");
        tickUntil(life, () -> life.live().isEmpty());
        assertThat(life.cloud.machines()).isEmpty();
        assertThat(life.entityIsGone(idle)).isTrue();
        assertThat(life.used(Pool.APEX)).isZero();
        assertThat(life.all()).hasSize(1);
    }

    /** A runner without a job. */
    private static Runner idle(LifeBench life) {
        long job = life.enqueue();
        tickUntil(life, () -> life.live().size() == 1);
        life.cancel(job);
        tickUntil(life, () -> state(life) == RunnerState.IDLE);
        return life.only();
    }

    /** So that it may go the other way. */
    private static void settle(LifeBench life) {
        for (int i = 0; i < 13; i++) {
            life.tick();
        }
    }

    private static void tickUntil(LifeBench life, BooleanSupplier reached) {
        for (int i = 0; i < 60; i++) {
            if (reached.getAsBoolean()) {
                return;
            }
            life.tick();
        }
        assertThat(reached.getAsBoolean())
                .as(() -> "after ten minutes: " + life.all())
                .isTrue();
    }

    private Power power(Runner runner) {
        return bench.cloud.machine(runner.id()).orElseThrow().power();
    }

    private static RunnerState state(LifeBench life) {
        return life.only().state();
    }

    private static Runner row(LifeBench life, RunnerId id) {
        return life.storage.runners().find(id).orElseThrow();
    }
}
