package io.polargosling.uglyfox.evaluate;

import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerPlatform;
import java.util.function.Predicate;

/** How full the pools of an egg are, orders of the present evaluation included. */
final class PoolCount {

    private final EggFleet fleet;
    private int serving;
    private int nadir;
    private int apex;

    PoolCount(EggFleet fleet, Predicate<Runner> isDead) {
        this.fleet = fleet;
        this.serving = count(runner -> serves(runner) && !isDead.test(runner));
        this.apex = count(runner -> isApex(runner) && !isLeaving(runner));
        this.nadir = count(runner -> runner.slot().filter(Pool.NADIR::equals).isPresent() || isOrderedDown(runner));
    }

    private int count(Predicate<Runner> which) {
        return (int) fleet.runners().stream().filter(which).count();
    }

    /** A machine of Apex that is there and stays. */
    private static boolean serves(Runner runner) {
        return isApex(runner)
                && runner.status().order().isEmpty()
                && !runner.pulse().finished()
                && switch (runner.state()) {
                    case ACTIVE, IDLE, BUSY -> true;
                    case PROVISIONING, DRAINING, DEMOTING, DORMANT, PROMOTING, FAILED, TERMINATING, TERMINATED -> false;
                };
    }

    private static boolean isApex(Runner runner) {
        return runner.slot().filter(Pool.APEX::equals).isPresent();
    }

    /** Its slot will be free without another order. */
    private static boolean isLeaving(Runner runner) {
        return runner.status().order().isPresent()
                || runner.pulse().finished()
                || switch (runner.state()) {
                    case DRAINING, DEMOTING, FAILED, TERMINATING, TERMINATED -> true;
                    case PROVISIONING, ACTIVE, IDLE, BUSY, DORMANT, PROMOTING -> false;
                };
    }

    private static boolean isOrderedDown(Runner runner) {
        return isApex(runner)
                && runner.status()
                        .order()
                        .filter(order -> order.kind() == PendingOrder.Kind.DEMOTE)
                        .isPresent();
    }

    /** True when Apex stays at its minimum or above without {@code runner}. */
    boolean canSpare(Runner runner) {
        return !isApex(runner)
                || !serves(runner)
                || serving - 1 >= fleet.limits().apex().min();
    }

    /** True when Apex has more machines than it may, leaving ones not counted. */
    boolean isOverMaximum() {
        int most = Math.min(
                fleet.limits().apex().max(), fleet.egg().config().runner().maxRunners());
        return apex > most;
    }

    /** True when Apex has fewer machines than it should and a slot for one more. */
    boolean isUnderMinimum() {
        return apex < fleet.limits().apex().min() && !isOverMaximum();
    }

    /** True when Apex has a slot for one more. */
    boolean apexHasRoom() {
        return apex
                < Math.min(
                        fleet.limits().apex().max(),
                        fleet.egg().config().runner().maxRunners());
    }

    /** True when {@code runner} is a machine that can be stopped and the egg has a Nadir. */
    boolean hasNadirFor(Runner runner) {
        return runner.origin().platform() == RunnerPlatform.VM
                && fleet.limits().nadir().max() > 0;
    }

    /** True when Nadir has a slot for one more. */
    boolean nadirHasRoom() {
        return nadir < fleet.limits().nadir().max();
    }

    /** Counts an order just made. */
    void ordered(Runner runner, PendingOrder.Kind kind) {
        switch (kind) {
            case TERMINATE -> leavesApex(runner);
            case DEMOTE -> {
                leavesApex(runner);
                nadir++;
            }
            case PROMOTE -> apex++;
            case UPDATE -> {}
        }
    }

    private void leavesApex(Runner runner) {
        if (serves(runner)) {
            serving--;
        }
        if (isApex(runner) && !isLeaving(runner)) {
            apex--;
        }
    }
}
