package io.polargosling.domain.planner;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.time.Instant;
import java.util.Optional;

/** What is to be done about one runner that exists. */
final class RunnerReview {

    private final Runner runner;
    private final PlannerInput input;

    private RunnerReview(Runner runner, PlannerInput input) {
        this.runner = runner;
        this.input = input;
    }

    static Optional<RunnerChange> review(Runner runner, PlannerInput input) {
        return new RunnerReview(runner, input).change();
    }

    private Optional<RunnerChange> change() {
        return switch (runner.state()) {
            case PROVISIONING -> provisioning();
            case ACTIVE, IDLE -> idleOrActive();
            case BUSY -> busy();
            case DRAINING -> draining();
            case FAILED -> Optional.of(terminate(runner.status().cause().orElse("failed")));
            case DEMOTING, PROMOTING -> overdue() ? Optional.of(fail("deadline")) : Optional.empty();
            case DORMANT -> unwanted().map(this::terminate);
            case TERMINATING, TERMINATED -> Optional.empty();
        };
    }

    private Optional<RunnerChange> provisioning() {
        var unwanted = unwanted();
        if (unwanted.isPresent()) {
            return Optional.of(terminate(Planner.WITHDRAWN));
        }
        if (runner.status().phase() == Phase.BOOTING && machineIsGone()) {
            return Optional.of(fail("machine-gone"));
        }
        return overdue() && runner.status().phase() == Phase.BOOTING
                ? Optional.of(fail("boot-deadline"))
                : Optional.empty();
    }

    private Optional<RunnerChange> idleOrActive() {
        if (machineIsGone()) {
            return Optional.of(fail("machine-gone"));
        }
        if (isDead()) {
            return mayHaveJobInGitLab() ? Optional.empty() : Optional.of(fail("heartbeat_lost"));
        }
        if (runner.state() == RunnerState.ACTIVE && overdue()) {
            return Optional.of(fail("no-load-reported"));
        }
        return unwanted().map(reason -> new RunnerChange.Drain(runner.id(), reason));
    }

    private Optional<RunnerChange> busy() {
        if (machineIsGone()) {
            return Optional.of(fail("machine-gone"));
        }
        if (isDead() && !mayHaveJobInGitLab()) {
            return Optional.of(fail("heartbeat_lost"));
        }
        if (lifetimeIsOver()) {
            return Optional.of(fail("timeout"));
        }
        // It said that it is done, after its last word about a job: nothing runs there any more.
        return runner.pulse().finished() && runner.pulse().runningJobs().isEmpty()
                ? Optional.of(new RunnerChange.Drain(runner.id(), "finished"))
                : Optional.empty();
    }

    private Optional<RunnerChange> draining() {
        if (machineIsGone()) {
            return Optional.of(fail("machine-gone"));
        }
        if (isDead()) {
            // No heartbeat will complete the proof.
            return mayHaveJobInGitLab() ? Optional.empty() : Optional.of(fail("heartbeat_lost"));
        }
        boolean due = runner.schedule()
                .nextAction()
                .map(at -> !at.isAfter(input.now()))
                .orElse(true);
        return due ? Optional.of(new RunnerChange.ContinueDrain(runner.id(), orderReason())) : Optional.empty();
    }

    /** Why this runner is to end without being broken; empty when it is not. */
    private Optional<String> unwanted() {
        if (!input.egg().acceptsRunners()) {
            return Optional.of("egg-" + input.egg().state().name().toLowerCase(java.util.Locale.ROOT));
        }
        if (runner.pulse().finished()) {
            return Optional.of("finished");
        }
        if (lifetimeIsOver()) {
            return Optional.of("timeout");
        }
        return runner.status()
                .order()
                .filter(order -> order.kind() == PendingOrder.Kind.TERMINATE)
                .map(PendingOrder::reason);
    }

    private String orderReason() {
        return runner.status()
                .order()
                .map(PendingOrder::reason)
                .or(this::unwanted)
                .orElse("drain");
    }

    /** UglyFox saw its heartbeat stop and ordered its end for that. */
    private boolean isDead() {
        return runner.status()
                .order()
                .filter(order -> "heartbeat_lost".equals(order.reason()))
                .isPresent();
    }

    /** Also true while GitLab does not answer: nothing is concluded then. */
    private boolean mayHaveJobInGitLab() {
        var id = runner.identity().gitlabRunnerId();
        return input.jobs()
                .map(jobs -> jobs.stream()
                        .filter(CiJob::running)
                        .anyMatch(job ->
                                job.runnerId().isPresent() && job.runnerId().equals(id)))
                .orElse(true);
    }

    private boolean machineIsGone() {
        return input.fleet()
                .machines()
                .filter(machines -> !machines.contains(runner.id()))
                .isPresent();
    }

    private boolean overdue() {
        return hasPassed(runner.schedule().deadline());
    }

    private boolean lifetimeIsOver() {
        return hasPassed(runner.schedule().lifetimeEnd());
    }

    private boolean hasPassed(Optional<Instant> instant) {
        return instant.filter(at -> !at.isAfter(input.now())).isPresent();
    }

    private RunnerChange terminate(String reason) {
        return new RunnerChange.Terminate(runner.id(), reason);
    }

    private RunnerChange fail(String reason) {
        return new RunnerChange.Fail(runner.id(), reason);
    }
}
