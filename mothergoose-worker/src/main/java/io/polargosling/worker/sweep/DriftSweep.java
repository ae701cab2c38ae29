package io.polargosling.worker.sweep;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggDigest;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.lease.DutyRunner;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.target.Pages;
import io.polargosling.worker.tofu.ApplyRequest;
import io.polargosling.worker.tofu.Drift;
import io.polargosling.worker.tofu.DriftLooks;
import io.polargosling.worker.tofu.Machine;
import io.polargosling.worker.tofu.VariantCalls;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once a day for each egg with machines in a cloud: are they still what they were made? What somebody else has changed
 * stands as a finding of the egg; where a machine is gone the egg is looked at. One look at a time, and only while no run
 * waits for its place.
 */
public final class DriftSweep {

    static final String CODE = "drift";
    static final String EARLIER_KEY = "state-key-earlier";

    private static final Logger log = LoggerFactory.getLogger(DriftSweep.class);
    private static final Duration TURN = Duration.ofMinutes(5);
    /** So many turns make a day. */
    private static final int TURNS = 288;
    /** What is not looked at by then has its turn in the next. */
    private static final Duration ENOUGH = Duration.ofSeconds(30);

    private static final int TOLD = 10;

    private final Storage storage;
    private final CommandQueue queue;
    private final DriftLooks looks;
    private final InstantSource clock;
    private final Turns turns = new Turns(TURN, TURNS);
    private final Set<EggName> waiting = new LinkedHashSet<>();

    /** Looks at eggs of {@code storage}. */
    public DriftSweep(Storage storage, CommandQueue queue, DriftLooks looks, InstantSource clock) {
        this.storage = storage;
        this.queue = queue;
        this.looks = looks;
        this.clock = clock;
    }

    /** Offers to do it. */
    public void offer(DutyRunner duties) {
        duties.every("drift", () -> TURN, this::sweep);
    }

    /** Looks at those whose turn it is. */
    synchronized void sweep() {
        var begin = clock.instant();
        var due = turns.upTo(begin);
        Pages.all(storage.eggs()::digests).stream()
                .map(EggDigest::name)
                .filter(due)
                .forEach(waiting::add);
        for (var egg : List.copyOf(waiting)) {
            if (storage.runs().open(egg).isPresent()) {
                // Its turn comes once the run is over.
                continue;
            }
            if (begin.plus(ENOUGH).isBefore(clock.instant()) || !isDone(egg)) {
                return;
            }
            waiting.remove(egg);
        }
    }

    private boolean isDone(EggName egg) {
        try {
            return look(egg);
        } catch (GoslingException e) {
            log.warn("drift not looked at egg={} cause=\"{}\"", egg, e.getMessage());
            return true;
        }
    }

    /** False when it has to be done later. */
    boolean look(EggName name) {
        lookAtKey(name);
        var egg = storage.eggs().find(name);
        var machines = storage.runners().ofEgg(name).stream()
                .filter(DriftSweep::hasMachine)
                .toList();
        if (egg.isEmpty() || machines.isEmpty()) {
            boolean _ = storage.findings().clear("egg/" + name, CODE);
            return true;
        }
        if (storage.runs().open(name).isPresent()) {
            // What it is making or removing would be taken for somebody else's work.
            return true;
        }
        var plans = storage.plans().ofEgg(name, PageRequest.first(VariantCalls.PLANS));
        var request = new ApplyRequest(
                egg.get().active(),
                PlanOrigin.of(PlanKind.DRY_RUN),
                machines.stream().map(this::machine).toList(),
                Set.of(),
                Set.of(),
                machines.stream().map(Runner::id).collect(Collectors.toSet()),
                VariantCalls.of(egg.get(), plans.items(), machines));
        var drift = looks.drift(request);
        drift.ifPresent(found -> settle(name, found));
        return drift.isPresent();
    }

    private void lookAtKey(EggName egg) {
        if (!looks.isOfEarlierKey(egg)) {
            boolean _ = storage.findings().clear("egg/" + egg, EARLIER_KEY);
            return;
        }
        var finding = new Finding(
                Severity.WARNING,
                EARLIER_KEY,
                Place.ofFile("Eggs/" + egg + "/config.fly"),
                "egg/" + egg,
                "the state of egg \"" + egg + "\" is encrypted with an earlier key (expected: the present one)",
                Optional.of(
                        "keep the earlier key: the next change of the egg's machines writes the state with the present"
                                + " one"));
        var _ = storage.findings().report(finding, clock.instant());
    }

    private void settle(EggName egg, Drift drift) {
        switch (drift) {
            case Drift.Failed failed ->
                log.warn("drift not looked at egg={} phase={} cause=\"{}\"", egg, failed.phase(), failed.failure());
            case Drift.Found(List<Drift.Difference> differences) -> tell(egg, stillTrue(egg, differences));
        }
    }

    /** Without what concerns runners that have left meanwhile. */
    private List<Drift.Difference> stillTrue(EggName egg, List<Drift.Difference> differences) {
        if (differences.isEmpty() || storage.runs().open(egg).isPresent()) {
            return List.of();
        }
        var staying = storage.runners().ofEgg(egg).stream()
                .filter(DriftSweep::hasMachine)
                .map(Runner::id)
                .collect(Collectors.toSet());
        return differences.stream()
                .filter(difference -> difference.runner().map(staying::contains).orElse(true))
                .toList();
    }

    private void tell(EggName egg, List<Drift.Difference> differences) {
        if (differences.isEmpty()) {
            boolean _ = storage.findings().clear("egg/" + egg, CODE);
            return;
        }
        var _ = storage.findings().report(finding(egg, differences), clock.instant());
        log.warn("machines are not what they were made egg={} differences={}", egg, differences.size());
        if (differences.stream().anyMatch(Drift.Difference::isGone)) {
            var _ = storage.eggs().raiseGeneration(egg);
            queue.send(new Command.ReconcileEgg(egg));
        }
    }

    private static Finding finding(EggName egg, List<Drift.Difference> differences) {
        var told = differences.stream().limit(TOLD).map(DriftSweep::text).collect(Collectors.joining("; "));
        int more = differences.size() - TOLD;
        return new Finding(
                Severity.WARNING,
                CODE,
                Place.ofFile("Eggs/" + egg + "/config.fly"),
                "egg/" + egg,
                "somebody else changed machines of egg \"" + egg + "\": " + told
                        + (more > 0 ? "; and " + more + " more" : ""),
                Optional.of(
                        "a runner keeps what it was made with: undo the change in the cloud, or end the runner; what"
                                + " is gone is replaced by itself"));
    }

    private static String text(Drift.Difference difference) {
        var whose = difference.runner().map(runner -> "runner " + runner + ", ").orElse("");
        var what = difference.isGone() ? " is gone" : " differs in " + String.join(", ", difference.attributes());
        return whose + difference.kind() + what;
    }

    /** Nobody but us changes what runs on this host, and OpenTofu could not tell. */
    private static boolean hasMachine(Runner runner) {
        boolean isUnmade =
                runner.state() == RunnerState.PROVISIONING && runner.status().phase() != Phase.BOOTING;
        return runner.state().wantsMachine()
                && !isUnmade
                && runner.origin().placement().provider() != CloudProvider.LOCAL;
    }

    private Machine machine(Runner runner) {
        var revision = storage.eggs()
                .revision(runner.egg(), runner.origin().revision())
                .orElseThrow(() -> new InternalException(
                        "looking at the drift of runner " + runner.id() + ": its revision is not stored"));
        return Machine.of(runner, revision, Optional.empty());
    }
}
