package io.polargosling.worker.reconcile;

import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.planner.Planner;
import io.polargosling.domain.planner.Planning;
import io.polargosling.domain.planner.RunnerChange;
import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.deploy.PlanOrigins;
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
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One look at an egg: close what a former owner left, observe, decide, reserve, apply, record. */
final class EggPass {

    private static final Duration RETRY = Duration.ofSeconds(5);
    /** How often an egg with jobs or runners is looked at though nothing happens. */
    private static final Duration PERIOD = Duration.ofSeconds(60);

    private final Storage storage;
    private final TofuRuns tofu;
    private final Observer observer;
    private final Parts parts;
    private final NextLooks next;
    private final InstantSource clock;

    /** What carries out and writes down a decision. */
    record Parts(
            RunnerChanges runnerChanges,
            Reservations reservations,
            MachineRun machines,
            PlanOrigins origins,
            BreakerBook breakers,
            EggHealth health,
            JobReasons jobs) {}

    EggPass(Storage storage, TofuRuns tofu, Observer observer, Parts parts, NextLooks next, InstantSource clock) {
        this.storage = storage;
        this.tofu = tofu;
        this.observer = observer;
        this.parts = parts;
        this.next = next;
        this.clock = clock;
    }

    void look(Egg egg, HeldLease lease) {
        tofu.closeOpenRun(egg.name(), lease.fence());
        var facts = observer.observe(egg);
        parts.breakers().look(facts);
        parts.health().note(facts, lease);
        var planning = Planner.plan(facts.forPlanner());
        var changes = planning.changes().stream().limit(MachineRun.MAX_CHANGES).toList();
        var notes = new ArrayList<>(planning.notes());
        facts.missing().ifPresent(notes::add);
        carryOut(changes, facts, lease, notes);
        keepPauses(planning, facts, notes);
        if (parts.machines().isNeeded(egg, storage.runners().ofEgg(egg.name()))) {
            parts.machines().carryOut(facts, parts.origins().next(egg), lease);
        }
        if (egg.pinnedAgainst().isPresent()) {
            parts.origins().settle(egg.name(), lease.fence());
        }
        record(egg, planning, changes, notes, lease);
        parts.jobs().tell(planning.verdicts(), facts.now());
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
        // Several that did not come up are one failure of the egg's.
        changes.stream()
                .filter(change -> isFailedStart(change, facts))
                .map(RunnerChange::reason)
                .distinct()
                .forEach(cause -> parts.breakers().eggFailed(facts.egg().name(), cause));
        var admitted = parts.breakers().admit(creations, facts);
        notes.addAll(parts.reservations().reserve(facts, admitted, lease.fence()));
    }

    private void keepPauses(Planning planning, EggFacts facts, List<String> notes) {
        var changed = planning.changes().stream()
                .flatMap(change -> change.subject().stream())
                .collect(Collectors.toSet());
        var others = facts.fleet().live().stream()
                .filter(runner -> !changed.contains(runner.id()))
                .toList();
        try {
            parts.runnerChanges().keepPauses(others, facts::accessOf);
        } catch (UnavailableException | InvalidException e) {
            notes.add("put off comparing pauses: " + e.getMessage());
        }
    }

    /** A GitLab or cloud that does not answer for one runner keeps no other change from being made. */
    private void carryOut(RunnerChange.OfRunner change, EggFacts facts, HeldLease lease, List<String> notes) {
        var runner = runner(facts, change);
        try {
            parts.runnerChanges().carryOut(change, runner, RunnerChanges.Means.of(facts, runner), lease.fence());
        } catch (UnavailableException | InvalidException | CapacityException e) {
            notes.add("put off " + describe(change) + ": " + e.getMessage());
        }
    }

    private static boolean isFailedStart(RunnerChange change, EggFacts facts) {
        return change instanceof RunnerChange.Fail failed
                && runner(facts, failed).state() == RunnerState.PROVISIONING;
    }

    private static Runner runner(EggFacts facts, RunnerChange.OfRunner change) {
        return facts.fleet().live().stream()
                .filter(runner -> runner.id().equals(change.runner()))
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
            case RunnerChange.Create create ->
                "create " + create.kind().word()
                        + create.repo().map(repo -> " for " + repo).orElse("") + " at "
                        + create.placement().provider().word() + ": " + create.reason();
            case RunnerChange.OfRunner existing -> verb(existing) + " " + existing.runner() + ": " + existing.reason();
        };
    }

    private static String verb(RunnerChange.OfRunner change) {
        return switch (change) {
            case RunnerChange.Wake _ -> "wake";
            case RunnerChange.ContinueWake _ -> "waking";
            case RunnerChange.Drain _ -> "drain";
            case RunnerChange.Demote _ -> "demote";
            case RunnerChange.ContinueDrain _ -> "draining";
            case RunnerChange.Withdraw _ -> "withdraw";
            case RunnerChange.Terminate _ -> "terminate";
            case RunnerChange.Fail _ -> "fail";
        };
    }

    /**
     * Asks for a look at once when something was left over, else when the next step of some runner is due, and now and
     * then while there are jobs or runners.
     */
    private void lookAgain(Egg egg, Planning planning, boolean changesLeft) {
        var fleet = storage.runners().ofEgg(egg.name());
        if (changesLeft || isUnfinished(egg, fleet)) {
            next.now(egg.name());
            return;
        }
        var now = clock.instant();
        var period =
                fleet.isEmpty() && planning.pending() == 0 ? Optional.<Instant>empty() : Optional.of(now.plus(PERIOD));
        Stream.of(
                        planning.lookAgain().stream(),
                        fleet.stream().flatMap(EggPass::dueTimes),
                        period.stream(),
                        parts.machines().retiresAt(egg).stream())
                .flatMap(times -> times)
                .min(Instant::compareTo)
                // What is due already could not be done just now, as when GitLab is away.
                .ifPresentOrElse(
                        at -> next.at(egg.name(), at.isAfter(now) ? at : now.plus(RETRY)), () -> next.none(egg.name()));
    }

    private static Stream<Instant> dueTimes(Runner runner) {
        return Stream.concat(runner.schedule().nextAction().stream(), runner.schedule().deadline().stream());
    }

    /** True when the run left something that the next pass can settle at once. */
    private boolean isUnfinished(Egg egg, List<Runner> fleet) {
        return parts.machines().isNeeded(egg, fleet)
                || fleet.stream().anyMatch(runner -> runner.state() == RunnerState.FAILED);
    }
}
