package io.polargosling.worker.reconcile;

import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.runner.Lifetimes;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.lifecycle.RunnerMoves;
import io.polargosling.worker.observe.EggFacts;
import io.polargosling.worker.tofu.TofuResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what came of a run into the rows of the runners it was made for, and into the breakers. */
final class Settlement {

    private static final Logger log = LoggerFactory.getLogger(Settlement.class);
    /** How often a machine is tried of which nothing was made. */
    private static final int ATTEMPTS = 3;

    private final RunnerMoves moves;
    private final BreakerBook breakers;
    private final Remains remains;
    private final Clouds clouds;
    private final InstantSource clock;
    private final Times times;

    /** How long a machine may take to report, and how long it lives. */
    record Times(Duration vmBoot, Duration serverlessBoot, Lifetimes lifetimes) {}

    Settlement(
            RunnerMoves moves, BreakerBook breakers, Remains remains, Clouds clouds, InstantSource clock, Times times) {
        this.moves = moves;
        this.breakers = breakers;
        this.remains = remains;
        this.clouds = clouds;
        this.clock = clock;
        this.times = times;
    }

    /** Settles runners whose machines were to be made. */
    void unmade(List<Runner> runners, TofuResult result, EggFacts facts, HeldLease lease) {
        // One that was quick enough has sent its first heartbeat before this.
        var waiting = runners.stream()
                .filter(runner -> runner.state() == RunnerState.PROVISIONING)
                .toList();
        switch (result) {
            case TofuResult.NoChange same -> settle(waiting, Map.of(), same.failed(), facts, lease);
            case TofuResult.Applied applied -> settle(waiting, applied.created(), applied.failed(), facts, lease);
            case TofuResult.Strays strays ->
                waiting.stream()
                        .filter(runner -> strays.runners().contains(runner.id()))
                        .forEach(runner -> moves.move(
                                runner,
                                RunnerState.FAILED,
                                "stray: its machine is half made or in no state",
                                lease.fence()));
            case TofuResult.Failed failed -> notMade(waiting, failed, facts, lease);
        }
    }

    /** Machines of one run are counted together: a place is well where one was made, an egg when any was. */
    private void settle(
            List<Runner> waiting,
            Map<RunnerId, String> created,
            Map<RunnerId, RunFailure> failed,
            EggFacts facts,
            HeldLease lease) {
        var made = new ArrayList<Runner>();
        var broken = new LinkedHashMap<Runner, RunFailure>();
        for (var runner : waiting) {
            Optional.ofNullable(failed.get(runner.id()))
                    .or(() -> booting(runner, Optional.ofNullable(created.get(runner.id())), facts, lease))
                    .ifPresentOrElse(failure -> broken.put(runner, failure), () -> made.add(runner));
        }
        broken.forEach((runner, failure) -> moves.move(runner, RunnerState.FAILED, failure.toString(), lease.fence()));
        breakers.settled(made, broken, facts);
    }

    /** A run of which nothing came; where it ended before it could make anything, the same runners are tried again. */
    private void notMade(List<Runner> waiting, TofuResult.Failed failed, EggFacts facts, HeldLease lease) {
        if (waiting.isEmpty()) {
            return;
        }
        var failure = failed.failure();
        for (var runner : waiting) {
            if (mayTryAgain(runner, failed)) {
                putOff(runner, lease);
            } else {
                moves.move(runner, RunnerState.FAILED, failed.phase().word() + ": " + failure, lease.fence());
            }
        }
        if (failure.cause().treatment() == FailureCause.Treatment.CAPACITY) {
            breakers.settled(
                    List.of(), waiting.stream().collect(Collectors.toMap(Function.identity(), _ -> failure)), facts);
        } else {
            breakers.eggFailed(facts.egg().name(), failure.cause().word());
        }
    }

    private static boolean mayTryAgain(Runner runner, TofuResult.Failed failed) {
        return failed.phase() != TofuPhase.APPLY
                && failed.failure().cause().treatment() == FailureCause.Treatment.TRANSIENT
                && runner.status().attempt() + 1 < ATTEMPTS;
    }

    /** Waits for it to report; the failure when it could not be called. */
    private Optional<RunFailure> booting(Runner runner, Optional<String> cloudId, EggFacts facts, HeldLease lease) {
        var id = cloudId.or(runner.identity()::cloudId)
                .or(() -> facts.machines().stream()
                        .filter(machine -> machine.runner().equals(runner.id()))
                        .map(CloudResource::cloudId)
                        .findFirst());
        return switch (call(runner, id)) {
            case Call.Refused(RunFailure failure) -> Optional.of(failure);
            case Call.NotYet(String why) -> {
                log.warn("calling a runner egg={} runner={} cause=\"{}\"", runner.egg(), runner.id(), why);
                yield callAgain(runner, id, why, lease);
            }
            case Call.Done() -> {
                awaitReport(runner, id, lease);
                yield Optional.empty();
            }
        };
    }

    private void awaitReport(Runner runner, Optional<String> cloudId, HeldLease lease) {
        boolean vm = runner.origin().kind() == RunnerKind.VM;
        var schedule = runner.schedule()
                .withDeadline(Optional.of(clock.instant().plus(vm ? times.vmBoot() : times.serverlessBoot())))
                .withNextAction(Optional.empty())
                .withLifetimeEnd(times.lifetimes()
                        .of(runner.egg(), runner.origin().kind())
                        .map(runner.origin().createdAt()::plus));
        var booting = runner.inPhase(Phase.BOOTING)
                .withSchedule(schedule)
                .withIdentity(runner.identity().inCloud(cloudId));
        moves.write(runner, booting, "booting", lease.fence());
    }

    /** What came of calling a machine that runs only when it is called. */
    private sealed interface Call {

        /** It was called, or need not be. */
        record Done() implements Call {}

        /** Whether it was is not known. */
        record NotYet(String why) implements Call {}

        record Refused(RunFailure failure) implements Call {}
    }

    /**
     * The row says that its machine is being made until its call was answered, so that one that was lost, or whose caller
     * died, is made again. Called twice, the machine runs once: it takes one call at a time, and its token one enrolment.
     */
    private Call call(Runner runner, Optional<String> cloudId) {
        if (!isCalled(runner)) {
            return new Call.Done();
        }
        if (cloudId.isEmpty()) {
            return new Call.NotYet("its cloud does not list it yet");
        }
        var placement = runner.origin().placement();
        var machine = new CloudResource(
                runner.id(),
                placement.provider(),
                placement.region(),
                placement.zone(),
                cloudId.get(),
                CloudResource.Power.ON);
        var cloud = clouds.of(placement.provider());
        if (cloud.isEmpty()) {
            return new Call.NotYet("cloud " + placement.provider().word() + " cannot be reached from this worker");
        }
        try {
            cloud.get().power().invoke(machine);
            return new Call.Done();
        } catch (UnavailableException e) {
            return new Call.NotYet(String.valueOf(e.getMessage()));
        } catch (GoslingException e) {
            return new Call.Refused(new RunFailure(FailureCause.OTHER, "calling it: " + e.getMessage()));
        }
    }

    private Optional<RunFailure> callAgain(Runner runner, Optional<String> cloudId, String why, HeldLease lease) {
        var now = clock.instant();
        if (runner.schedule().deadline().filter(now::isAfter).isPresent()) {
            return Optional.of(new RunFailure(FailureCause.OTHER, "calling it: " + why));
        }
        // Each try takes a run of OpenTofu, so they come further and further apart.
        var next = now.plus(RetryDelay.afterAttempt(runner.status().attempt()));
        var waiting = runner.attemptedAgain()
                .withSchedule(runner.schedule().withNextAction(Optional.of(next)))
                .withIdentity(runner.identity().inCloud(cloudId));
        moves.write(runner, waiting, "not called yet", lease.fence());
        return Optional.empty();
    }

    private static boolean isCalled(Runner runner) {
        boolean serverless = runner.origin().kind() == RunnerKind.SERVERLESS;
        return serverless
                && switch (runner.origin().placement().provider()) {
                    case YANDEX -> true;
                    // Fargate services start by themselves; the runners of self-management jobs are functions.
                    case AWS -> runner.egg().isOfJob();
                    case LOCAL -> false;
                };
    }

    /** Settles runners that were to be removed. */
    void ending(List<Runner> runners, TofuResult result, EggFacts facts, HeldLease lease) {
        runners.forEach(runner -> ending(runner, result, facts, lease));
    }

    private void ending(Runner runner, TofuResult result, EggFacts facts, HeldLease lease) {
        var problem = switch (result) {
            case TofuResult.NoChange _ -> Optional.<String>empty();
            case TofuResult.Applied applied ->
                Optional.ofNullable(applied.failed().get(runner.id())).map(RunFailure::toString);
            // Nothing was changed, so its machine may still be in the state.
            case TofuResult.Strays _ -> Optional.of("another runner's machine is half made or in no state");
            case TofuResult.Failed failed -> Optional.of(failed.failure().toString());
        };
        if (problem.isEmpty()) {
            boolean removed = result instanceof TofuResult.Applied applied
                    && applied.destroyed().contains(runner.id());
            problem = remains.remove(runner, removed, facts);
        }
        if (problem.isEmpty()) {
            moves.move(runner, RunnerState.TERMINATED, runner.status().cause().orElse("ended"), lease.fence());
        } else {
            log.warn(
                    "ending a runner egg={} runner={} attempt={} cause=\"{}\"",
                    runner.egg(),
                    runner.id(),
                    runner.status().attempt(),
                    problem.get());
            putOff(runner, lease);
        }
    }

    private void putOff(Runner runner, HeldLease lease) {
        var retryAt =
                clock.instant().plus(RetryDelay.afterAttempt(runner.status().attempt()));
        moves.write(
                runner,
                runner.attemptedAgain().withSchedule(runner.schedule().withNextAction(Optional.of(retryAt))),
                "retry",
                lease.fence());
    }
}
