package io.polargosling.domain.planner;

import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What is to be done about one runner that exists. */
final class RunnerReview {

    /** A runner is sent the other way at most once in this time. */
    static final Duration SETTLES = Duration.ofMinutes(2);

    /** Phases in which nothing has been done yet that a withdrawal could not take back. */
    private static final Set<Phase> IN_PROOF =
            EnumSet.of(Phase.NONE, Phase.PAUSED, Phase.CHECKED_ONCE, Phase.CHECKED_TWICE);

    private final Runner runner;
    private final PlannerInput input;
    private final Workload work;
    private final Homes homes;
    private final Room room;
    private final Notebook notebook;

    RunnerReview(Runner runner, PlannerInput input, Workload work, Homes homes, Room room, Notebook notebook) {
        this.runner = runner;
        this.input = input;
        this.work = work;
        this.homes = homes;
        this.room = room;
        this.notebook = notebook;
    }

    Optional<RunnerChange.OfRunner> change() {
        return switch (runner.state()) {
            case PROVISIONING -> provisioning();
            case ACTIVE, IDLE -> idleOrActive();
            case BUSY -> busy();
            case DRAINING -> draining();
            case DEMOTING -> demoting();
            case DORMANT -> dormant();
            case PROMOTING -> promoting();
            case FAILED ->
                Optional.of(new RunnerChange.Terminate(
                        runner.id(), runner.status().cause().orElse("failed")));
            case TERMINATING, TERMINATED -> Optional.empty();
        };
    }

    private Optional<RunnerChange.OfRunner> provisioning() {
        if (unwanted().or(this::orderedEnd).isPresent()) {
            return terminate(Planner.WITHDRAWN);
        }
        if (runner.status().phase() != Phase.BOOTING) {
            return Optional.empty();
        }
        if (isGone()) {
            return fail("machine-gone");
        }
        return isOverdue() ? fail("boot-deadline") : Optional.empty();
    }

    private Optional<RunnerChange.OfRunner> idleOrActive() {
        var broken = broken();
        if (broken.isPresent() || Orders.isForDead(runner)) {
            return broken;
        }
        if (runner.state() == RunnerState.ACTIVE && isOverdue() && !work.mayHaveJob(runner)) {
            return fail("no-load-reported");
        }
        if (!runner.pulse().runningJobs().isEmpty()) {
            // The row says busy as soon as its next heartbeat does.
            return Optional.empty();
        }
        return unwanted().flatMap(this::drain).or(this::ordered);
    }

    /** What an order asks of a runner that could take a job. */
    private Optional<RunnerChange.OfRunner> ordered() {
        var end = orderedEnd();
        var down = Orders.of(runner, PendingOrder.Kind.DEMOTE);
        if (end.isEmpty() && down.isEmpty()) {
            return Optional.empty();
        }
        if (Orders.isForWantOfWork(runner) && (workWaits() || mustSettle())) {
            return Optional.empty();
        }
        return end.isPresent() ? drain(end.get()) : demote(down.orElseThrow());
    }

    private Optional<RunnerChange.OfRunner> demote(String reason) {
        boolean keeps = runner.origin().platform() == RunnerPlatform.VM
                && !Orders.isOutdated(runner, input.egg())
                && input.egg().config().canSleepAt(runner.origin().placement())
                && room.hasInNadir();
        if (!keeps) {
            return drain(reason);
        }
        if (runner.state() == RunnerState.ACTIVE || mustSettle()) {
            return Optional.empty();
        }
        room.takeInNadir();
        return Optional.of(new RunnerChange.Demote(runner.id(), reason));
    }

    private Optional<RunnerChange.OfRunner> busy() {
        var broken = broken();
        if (broken.isPresent()) {
            return broken;
        }
        if (lifetimeIsOver()) {
            return fail("timeout");
        }
        // It said that it is done, after its last word about a job: nothing runs there any more.
        return runner.pulse().finished() && runner.pulse().runningJobs().isEmpty()
                ? drain("finished")
                : Optional.empty();
    }

    private Optional<RunnerChange.OfRunner> draining() {
        var broken = broken();
        if (broken.isPresent() || Orders.isForDead(runner)) {
            // Of a dead one no heartbeat will complete the proof.
            return broken;
        }
        var why = unwanted()
                .or(this::orderedEnd)
                .or(() -> Orders.of(runner, PendingOrder.Kind.DEMOTE))
                .or(() -> runner.status().cause().filter(Surplus.SLOT_NEEDED::equals));
        return why.isEmpty() ? withdraw("order-withdrawn") : goOnOrComeBack(why.get());
    }

    private Optional<RunnerChange.OfRunner> demoting() {
        if (isGone()) {
            return fail("machine-gone");
        }
        boolean mayBeBusy = !runner.pulse().runningJobs().isEmpty() || work.mayHaveJob(runner);
        if (isOverdue() && !mayBeBusy) {
            return fail("deadline");
        }
        var why = unwanted().or(() -> Orders.ending(runner, input.egg()));
        return why.isEmpty() && IN_PROOF.contains(runner.status().phase())
                ? withdraw("order-withdrawn")
                : goOnOrComeBack(why.orElse("demotion"));
    }

    /** The next step of a proof or of a stop; a proof that was begun for want of work is given up when work comes. */
    private Optional<RunnerChange.OfRunner> goOnOrComeBack(String reason) {
        if (unwanted().isEmpty()
                && Orders.isForWantOfWork(runner)
                && IN_PROOF.contains(runner.status().phase())
                && workWaits()) {
            return withdraw("jobs-waiting");
        }
        return isDue() ? Optional.of(new RunnerChange.ContinueDrain(runner.id(), reason)) : Optional.empty();
    }

    private Optional<RunnerChange.OfRunner> dormant() {
        if (isGone()) {
            return fail("machine-gone");
        }
        var end = unwanted().or(this::orderedEnd);
        if (end.isPresent()) {
            return terminate(end.get());
        }
        if (Orders.isOutdated(runner, input.egg())) {
            return terminate(Orders.REPLACED);
        }
        var age = Duration.between(runner.origin().createdAt(), input.now());
        if (isOverdue() || age.compareTo(input.policy().maxAge()) > 0) {
            return terminate("max_age");
        }
        return Orders.of(runner, PendingOrder.Kind.PROMOTE).flatMap(this::wake);
    }

    private Optional<RunnerChange.OfRunner> wake(String reason) {
        if (mustSettle()) {
            return Optional.empty();
        }
        if (!room.hasFor(RunnerKind.VM)) {
            notebook.note("apex-full: runner " + runner.id() + " is to be woken for " + reason);
            return Optional.empty();
        }
        room.take(RunnerKind.VM);
        return Optional.of(new RunnerChange.Wake(runner.id(), reason));
    }

    private Optional<RunnerChange.OfRunner> promoting() {
        if (isGone()) {
            return fail("machine-gone");
        }
        if (isOverdue()) {
            return fail("deadline");
        }
        return isDue()
                ? Optional.of(new RunnerChange.ContinueWake(
                        runner.id(), runner.status().cause().orElse("promotion")))
                : Optional.empty();
    }

    /**
     * What is found of a runner that should be up: its machine is gone, or it is dead and has no job in GitLab. One that
     * was heard from since it was taken for dead is not.
     */
    private Optional<RunnerChange.OfRunner> broken() {
        if (isGone()) {
            return fail("machine-gone");
        }
        boolean dead = Orders.isForDead(runner) && Heard.isSilent(runner, input) && !work.mayHaveJob(runner);
        return dead ? fail("heartbeat_lost") : Optional.empty();
    }

    /** Why this runner is to end without being broken or ordered to; empty when it is not. */
    private Optional<String> unwanted() {
        if (!input.egg().acceptsRunners()) {
            return Optional.of("egg-" + input.egg().state().name().toLowerCase(Locale.ROOT));
        }
        if (!homes.serves(runner.origin().repo())) {
            return Optional.of("repo-removed");
        }
        if (runner.pulse().finished()) {
            return Optional.of("finished");
        }
        return lifetimeIsOver() ? Optional.of("timeout") : Optional.empty();
    }

    private Optional<String> orderedEnd() {
        return Orders.end(runner, input.egg());
    }

    private boolean workWaits() {
        return !work.pending(Group.of(runner)).isEmpty();
    }

    /**
     * True when it went the other way a moment ago; it is looked at again when that is over. One that is up and has a
     * cause was woken or came back from the proof of its idleness.
     */
    private boolean mustSettle() {
        if (runner.state() != RunnerState.DORMANT && runner.status().cause().isEmpty()) {
            return false;
        }
        var settledAt = runner.status().since().plus(SETTLES);
        notebook.lookAgainAt(settledAt);
        return settledAt.isAfter(input.now());
    }

    private boolean isGone() {
        return Heard.isGone(runner, input);
    }

    private boolean isOverdue() {
        return hasPassed(runner.schedule().deadline());
    }

    private boolean lifetimeIsOver() {
        return hasPassed(runner.schedule().lifetimeEnd());
    }

    private boolean isDue() {
        return runner.schedule().nextAction().isEmpty()
                || hasPassed(runner.schedule().nextAction());
    }

    private boolean hasPassed(Optional<Instant> instant) {
        return instant.filter(at -> !at.isAfter(input.now())).isPresent();
    }

    private Optional<RunnerChange.OfRunner> drain(String reason) {
        return Optional.of(new RunnerChange.Drain(runner.id(), reason));
    }

    private Optional<RunnerChange.OfRunner> withdraw(String reason) {
        return Optional.of(new RunnerChange.Withdraw(runner.id(), reason));
    }

    private Optional<RunnerChange.OfRunner> terminate(String reason) {
        return Optional.of(new RunnerChange.Terminate(runner.id(), reason));
    }

    private Optional<RunnerChange.OfRunner> fail(String reason) {
        return Optional.of(new RunnerChange.Fail(runner.id(), reason));
    }
}
