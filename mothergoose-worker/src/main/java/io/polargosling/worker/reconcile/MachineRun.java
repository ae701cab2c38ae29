package io.polargosling.worker.reconcile;

import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.token.TokenHash;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.lifecycle.RunnerMoves;
import io.polargosling.worker.observe.EggFacts;
import io.polargosling.worker.tofu.ApplyRequest;
import io.polargosling.worker.tofu.Machine;
import io.polargosling.worker.tofu.TofuResult;
import io.polargosling.worker.tofu.TofuRuns;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings machines to what the rows say, with one run of OpenTofu, and the rows to what came of it. */
final class MachineRun {

    private static final Logger log = LoggerFactory.getLogger(MachineRun.class);
    private static final Duration SERVERLESS_LIFETIME = Duration.ofMinutes(60);

    private final Storage storage;
    private final GitLab gitlab;
    private final RunnerMoves moves;
    private final TofuRuns tofu;
    private final LocalHost host;
    private final Inventory inventory;
    private final InstantSource clock;
    private final BootDeadlines deadlines;

    /** How long a machine may take to report. */
    record BootDeadlines(Duration vm, Duration serverless) {}

    MachineRun(
            Storage storage,
            GitLab gitlab,
            RunnerMoves moves,
            TofuRuns tofu,
            LocalHost host,
            Inventory inventory,
            InstantSource clock,
            BootDeadlines deadlines) {
        this.storage = storage;
        this.gitlab = gitlab;
        this.moves = moves;
        this.tofu = tofu;
        this.host = host;
        this.inventory = inventory;
        this.clock = clock;
        this.deadlines = deadlines;
    }

    /** True when the rows ask for machines that may not be there, or for the end of some that may be. */
    boolean isNeeded(List<Runner> fleet) {
        return fleet.stream().anyMatch(runner -> isUnmade(runner) || isEnding(runner));
    }

    /** Makes the run and writes its results. */
    void carryOut(EggFacts facts, HeldLease lease) {
        var egg = facts.egg();
        var fleet = storage.runners().ofEgg(egg.name());
        var unmade = fleet.stream().filter(MachineRun::isUnmade).collect(byId());
        var ending = fleet.stream().filter(this::isEnding).collect(byId());
        var request = new ApplyRequest(
                egg.active(),
                PlanOrigin.of(PlanKind.RECONCILE),
                machines(fleet),
                unmade.keySet(),
                removable(fleet),
                facts.fleet().machines().orElse(Set.of()));
        var result = tofu.run(request, lease, changes -> prepare(changes, unmade, lease));
        // Preparing wrote some of these rows, and heartbeats may have.
        var current = storage.runners().ofEgg(egg.name()).stream().collect(byId());
        unmade.keySet().forEach(id -> settleUnmade(current.get(id), result, lease));
        ending.keySet().forEach(id -> settleEnding(current.get(id), result, facts, lease));
    }

    private static boolean isUnmade(Runner runner) {
        return runner.state() == RunnerState.PROVISIONING && runner.status().phase() != Phase.BOOTING;
    }

    private boolean isEnding(Runner runner) {
        boolean due = runner.schedule()
                .nextAction()
                .map(at -> !at.isAfter(clock.instant()))
                .orElse(true);
        return runner.state() == RunnerState.TERMINATING && due;
    }

    private List<Machine> machines(List<Runner> fleet) {
        return fleet.stream()
                .filter(runner -> runner.state().wantsMachine())
                .map(runner -> new Machine(runner, config(runner), Optional.empty()))
                .toList();
    }

    /** What the runner was reserved for; a repo that is gone from its bucket since has left that in the revision. */
    private EggConfig config(Runner runner) {
        var revision = storage.eggs()
                .revision(runner.egg(), runner.origin().revision())
                .orElseThrow(
                        () -> new InternalException("making runner " + runner.id() + ": its revision is not stored"));
        return revision.config().targets().stream()
                .filter(target -> target.repo().equals(runner.origin().repo()))
                .findFirst()
                .flatMap(target -> revision.config().configOf(target.id()))
                .orElseThrow(() ->
                        new InternalException("making runner " + runner.id() + ": its revision has no such target"));
    }

    private static Set<RunnerId> removable(List<Runner> fleet) {
        return fleet.stream()
                .filter(runner -> !runner.state().wantsMachine())
                .map(Runner::id)
                .collect(Collectors.toSet());
    }

    /** Gives each machine that is about to be made its one-time token, and says on the row that it may exist now. */
    private void prepare(PlanChanges changes, Map<RunnerId, Runner> unmade, HeldLease lease) {
        for (var id : changes.created()) {
            var runner = unmade.get(id);
            if (runner != null) {
                var token = TokenHash.newToken();
                host.writeEnrolmentToken(id, token);
                var prepared = runner.inPhase(Phase.APPLYING)
                        .withIdentity(runner.identity().withEnrolment(Optional.of(TokenHash.of(token))));
                moves.write(runner, prepared, "applying", lease.fence());
            }
        }
    }

    private void settleUnmade(@Nullable Runner runner, TofuResult result, HeldLease lease) {
        if (runner == null || runner.state() != RunnerState.PROVISIONING) {
            // It was quick: its first heartbeat came before this.
            return;
        }
        switch (result) {
            case TofuResult.NoChange none -> booting(runner, lease);
            case TofuResult.Applied applied -> {
                var why = applied.failed().get(runner.id());
                if (why == null) {
                    booting(runner, lease);
                } else {
                    moves.move(runner, RunnerState.FAILED, why.toString(), lease.fence());
                }
            }
            case TofuResult.Strays strays -> {
                if (strays.runners().contains(runner.id())) {
                    moves.move(runner, RunnerState.FAILED, "its machine is half made or in no state", lease.fence());
                }
            }
            case TofuResult.Failed failed ->
                moves.move(runner, RunnerState.FAILED, failed.phase().word() + ": " + failed.failure(), lease.fence());
        }
    }

    private void booting(Runner runner, HeldLease lease) {
        boolean vm = runner.origin().kind() == RunnerKind.VM;
        var now = clock.instant();
        var schedule = runner.schedule()
                .withDeadline(Optional.of(now.plus(vm ? deadlines.vm() : deadlines.serverless())))
                .withLifetimeEnd(
                        vm
                                ? Optional.empty()
                                : Optional.of(runner.origin().createdAt().plus(SERVERLESS_LIFETIME)));
        moves.write(runner, runner.inPhase(Phase.BOOTING).withSchedule(schedule), "booting", lease.fence());
    }

    private void settleEnding(@Nullable Runner runner, TofuResult result, EggFacts facts, HeldLease lease) {
        if (runner == null) {
            return;
        }
        var problem = switch (result) {
            case TofuResult.NoChange none -> Optional.<String>empty();
            case TofuResult.Applied applied ->
                Optional.ofNullable(applied.failed().get(runner.id())).map(RunFailure::toString);
            // Nothing was changed, so its machine may still be in the state.
            case TofuResult.Strays strays -> Optional.of("another runner's machine is half made or in no state");
            case TofuResult.Failed failed -> Optional.of(failed.failure().toString());
        };
        if (problem.isEmpty()) {
            problem = removeRemains(runner, facts);
        }
        if (problem.isEmpty()) {
            moves.move(runner, RunnerState.TERMINATED, runner.status().cause().orElse("ended"), lease.fence());
        } else {
            log.warn("ending a runner egg={} runner={} cause=\"{}\"", runner.egg(), runner.id(), problem.get());
            var retryAt =
                    clock.instant().plus(RetryDelay.afterAttempt(runner.status().attempt()));
            moves.write(
                    runner,
                    runner.attemptedAgain().withSchedule(runner.schedule().withNextAction(Optional.of(retryAt))),
                    "retry",
                    lease.fence());
        }
    }

    /** Removes a machine that is in no state, and the runner's entity in GitLab; tells what could not be done. */
    private Optional<String> removeRemains(Runner runner, EggFacts facts) {
        try {
            inventory.delete(runner.id());
            if (runner.identity().gitlabRunnerId().isPresent()) {
                if (facts.accessOf(runner).isEmpty()) {
                    return facts.missing();
                }
                gitlab.runners()
                        .deleteRunner(
                                facts.accessOf(runner).get(),
                                runner.identity().gitlabRunnerId().getAsLong());
            }
            return Optional.empty();
        } catch (GoslingException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Collector<Runner, ?, Map<RunnerId, Runner>> byId() {
        return Collectors.toMap(Runner::id, Function.identity());
    }
}
