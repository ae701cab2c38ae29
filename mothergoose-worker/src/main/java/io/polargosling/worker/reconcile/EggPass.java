package io.polargosling.worker.reconcile;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.planner.Planner;
import io.polargosling.domain.planner.Planning;
import io.polargosling.domain.planner.RunnerChange;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.lifecycle.RunnerChanges;
import io.polargosling.worker.observe.EggFacts;
import io.polargosling.worker.observe.Observer;
import io.polargosling.worker.tofu.TofuRuns;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at an egg: close what a former owner left, observe, decide, reserve, apply, record. */
final class EggPass {

    private static final Logger log = LoggerFactory.getLogger(EggPass.class);
    private static final int MAX_CHANGES = 40;
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Storage storage;
    private final CommandQueue queue;
    private final TofuRuns tofu;
    private final Observer observer;
    private final RunnerChanges runnerChanges;
    private final Reservations reservations;
    private final MachineRun machines;
    private final InstantSource clock;

    EggPass(
            Storage storage,
            CommandQueue queue,
            TofuRuns tofu,
            Observer observer,
            RunnerChanges runnerChanges,
            MachineRun machines,
            InstantSource clock) {
        this.storage = storage;
        this.queue = queue;
        this.tofu = tofu;
        this.observer = observer;
        this.runnerChanges = runnerChanges;
        this.reservations = new Reservations(storage, clock);
        this.machines = machines;
        this.clock = clock;
    }

    void look(Egg egg, HeldLease lease) {
        tofu.closeOpenRun(egg.name(), lease.fence());
        var facts = observer.observe(egg);
        noteHealth(facts, lease);
        var planning = Planner.plan(facts.forPlanner());
        var changes = planning.changes().stream().limit(MAX_CHANGES).toList();
        var notes = new ArrayList<>(planning.notes());
        facts.missing().ifPresent(notes::add);
        carryOut(changes, facts, lease, notes);
        if (machines.isNeeded(storage.runners().ofEgg(egg.name()))) {
            machines.carryOut(facts, lease);
        }
        record(egg, planning, changes, notes, lease);
        lookAgain(egg, planning, changes.size() < planning.changes().size());
    }

    private void carryOut(List<RunnerChange> changes, EggFacts facts, HeldLease lease, List<String> notes) {
        var creations = new ArrayList<RunnerChange.Create>();
        for (var change : changes) {
            switch (change) {
                case RunnerChange.Create create -> creations.add(create);
                case RunnerChange.OfRunner existing -> carryOut(existing, facts, lease, notes);
            }
        }
        notes.addAll(reservations.reserve(facts.egg().active(), creations, lease.fence()));
    }

    /** A GitLab or cloud that does not answer for one runner keeps no other change from being made. */
    private void carryOut(RunnerChange.OfRunner change, EggFacts facts, HeldLease lease, List<String> notes) {
        try {
            var runner = runner(facts, change.runner());
            runnerChanges.carryOut(change, runner, facts.accessOf(runner), lease.fence());
        } catch (UnavailableException | InvalidException e) {
            notes.add("put off " + describe(change) + ": " + e.getMessage());
        }
    }

    private static Runner runner(EggFacts facts, RunnerId id) {
        return facts.fleet().live().stream()
                .filter(runner -> runner.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void record(Egg egg, Planning planning, List<RunnerChange> changes, List<String> notes, HeldLease lease) {
        var reasons = new ArrayList<String>();
        changes.forEach(change -> reasons.add(describe(change)));
        reasons.addAll(notes);
        storage.decisions()
                .record(
                        new Decision(
                                egg.name(),
                                egg.generation(),
                                clock.instant(),
                                planning.pending(),
                                planning.running(),
                                reasons),
                        lease.fence());
    }

    private static String describe(RunnerChange change) {
        return switch (change) {
            case RunnerChange.Create create -> "create " + create.kind().word() + ": " + create.reason();
            case RunnerChange.Wake wake -> "wake " + wake.runner() + ": " + wake.reason();
            case RunnerChange.ContinueWake wake -> "waking " + wake.runner() + ": " + wake.reason();
            case RunnerChange.Demote demote -> "demote " + demote.runner() + ": " + demote.reason();
            case RunnerChange.Withdraw back -> "withdraw " + back.runner() + ": " + back.reason();
            case RunnerChange.Drain begin -> "drain " + begin.runner() + ": " + begin.reason();
            case RunnerChange.ContinueDrain next -> "draining " + next.runner() + ": " + next.reason();
            case RunnerChange.Terminate end -> "terminate " + end.runner() + ": " + end.reason();
            case RunnerChange.Fail fail -> "fail " + fail.runner() + ": " + fail.reason();
        };
    }

    /** An egg whose GitLab or token cannot be had says so, until it can; written only when that changes. */
    private void noteHealth(EggFacts facts, HeldLease lease) {
        var egg = facts.egg();
        boolean troubled = facts.missing().isPresent();
        if (egg.acceptsRunners() && troubled != (egg.state() == EggState.DEGRADED)) {
            var state = troubled ? EggState.DEGRADED : EggState.ACTIVE;
            var audit = AuditEntry.of(
                    clock.instant(),
                    "worker",
                    troubled ? "egg.degraded" : "egg.active",
                    "egg/" + egg.name(),
                    Map.of("reason", facts.missing().orElse("")));
            storage.eggs().changeState(egg.name(), state, facts.missing(), audit, lease.fence());
            facts.missing().ifPresent(why -> log.warn("egg degraded egg={} cause=\"{}\"", egg.name(), why));
        }
    }

    /** Asks for a look at once when something was left over, else at the time the next step of some runner is due. */
    private void lookAgain(Egg egg, Planning planning, boolean changesLeft) {
        var now = clock.instant();
        var fleet = storage.runners().ofEgg(egg.name());
        if (changesLeft || isUnfinished(fleet)) {
            queue.send(new Command.ReconcileEgg(egg.name()));
            return;
        }
        var next = Stream.concat(
                        planning.lookAgain().stream(),
                        fleet.stream().flatMap(runner -> runner.schedule().nextAction().stream()))
                .min(Instant::compareTo);
        // What is due already could not be done just now, as when GitLab is away.
        next.ifPresent(at ->
                queue.send(new Command.ReconcileEgg(egg.name()), at.isAfter(now) ? Duration.between(now, at) : RETRY));
    }

    /** True when the run left something that the next pass can settle at once. */
    private boolean isUnfinished(List<Runner> fleet) {
        return machines.isNeeded(fleet) || fleet.stream().anyMatch(runner -> runner.state() == RunnerState.FAILED);
    }
}
