package io.polargosling.worker.deploy;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.facts.Preview;
import io.polargosling.domain.facts.StoredFacts;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.planner.Fleet;
import io.polargosling.domain.planner.Planner;
import io.polargosling.domain.planner.PlannerInput;
import io.polargosling.domain.planner.RunnerChange;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.tofu.ApplyRequest;
import io.polargosling.worker.tofu.DryRun;
import io.polargosling.worker.tofu.Machine;
import io.polargosling.worker.tofu.TofuRuns;
import io.polargosling.worker.tofu.VariantCalls;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Shows what an order would change. The plan is made from rows and from OpenTofu's state, which is not locked; what is
 * written is the plan's row, already discarded, and one audit row.
 */
final class DryRuns {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Storage storage;
    private final StoredFacts facts;
    private final TofuRuns tofu;
    private final InstantSource clock;

    DryRuns(Storage storage, StoredFacts facts, TofuRuns tofu, InstantSource clock) {
        this.storage = storage;
        this.facts = facts;
        this.tofu = tofu;
        this.clock = clock;
    }

    /**
     * What would be.
     *
     * @param egg as it would be
     * @param meant runners that would be ordered to end
     * @param extra runners that would be made beside those the planner asks for
     */
    record Wish(Egg egg, Predicate<Runner> meant, List<Runner> extra) {}

    Outcome show(Wish wish, Operation operation) {
        var found = facts.of(wish.egg(), clock.instant());
        var input = ordered(found, wish.meant());
        var fresh = new ArrayList<>(wish.extra());
        var ending = new TreeSet<RunnerId>();
        for (var change : Planner.plan(input).changes()) {
            switch (change) {
                case RunnerChange.Create create -> fresh.add(reserved(wish.egg().active(), create));
                case RunnerChange.Drain _, RunnerChange.Terminate _, RunnerChange.Fail _ ->
                    change.subject().ifPresent(ending::add);
                case RunnerChange.Wake _,
                        RunnerChange.ContinueWake _,
                        RunnerChange.Demote _,
                        RunnerChange.ContinueDrain _,
                        RunnerChange.Withdraw _ -> {
                    // Its machine stays.
                }
            }
        }
        found.fleet().live().stream().filter(wish.meant()).map(Runner::id).forEach(ending::add);
        return switch (tofu.dryRun(request(wish.egg(), input.fleet().live(), fresh, ending))) {
            case DryRun.Failed failed -> new Outcome.Refused(failed.phase().word() + ": " + failed.failure());
            case DryRun.Planned planned -> shown(planned.plan(), Preview.of(input), operation);
        };
    }

    private Outcome shown(Plan plan, Preview preview, Operation operation) {
        var audit = AuditEntry.of(
                clock.instant(),
                operation.actor(),
                "egg." + operation.type(),
                "egg/" + plan.egg(),
                Map.of(
                        "plan", plan.id().toString(),
                        "operation", operation.id().toString(),
                        "revision", Long.toString(plan.inputs().revision())));
        var _ = storage.runners()
                .write(new RunnerWrite(List.of(), List.of(audit), Optional.of(plan), Optional.empty(), false));
        var result = new LinkedHashMap<String, Object>();
        result.put("plan_id", plan.id());
        result.put("git_commit", plan.inputs().commit().value());
        result.put(
                "changes",
                Map.of(
                        "add", plan.changes().created().size(),
                        "change", 0,
                        "remove", plan.changes().destroyed().size()));
        result.put(
                "created",
                plan.changes().created().stream().map(RunnerId::value).toList());
        result.put(
                "destroyed",
                plan.changes().destroyed().stream().map(RunnerId::value).toList());
        result.put("preview", preview);
        return new Outcome.Done(result);
    }

    /** The facts as they would be with the orders on the rows. */
    private static PlannerInput ordered(PlannerInput input, Predicate<Runner> meant) {
        var order = new PendingOrder(PendingOrder.Kind.TERMINATE, "dry-run", "dry-run");
        var live = input.fleet().live().stream()
                .map(runner -> meant.test(runner) ? runner.withOrder(Optional.of(order)) : runner)
                .toList();
        var fleet = new Fleet(
                live,
                input.fleet().recent(),
                input.fleet().machines(),
                input.fleet().overloaded());
        return new PlannerInput(input.egg(), input.jobs(), fleet, input.policy(), input.breakers(), input.now());
    }

    private ApplyRequest request(Egg egg, List<Runner> live, List<Runner> fresh, Set<RunnerId> ending) {
        var revision = egg.active();
        var kept = live.stream()
                .filter(runner -> runner.state().wantsMachine() && !ending.contains(runner.id()))
                .toList();
        var machines = new ArrayList<Machine>();
        kept.forEach(runner -> machines.add(Machine.of(runner, stored(runner), Optional.empty())));
        fresh.forEach(runner -> machines.add(Machine.of(runner, revision, Optional.empty())));
        var unmade = kept.stream().filter(DryRuns::isUnmade).map(Runner::id).collect(Collectors.toSet());
        var mayCreate = new TreeSet<>(unmade);
        fresh.forEach(runner -> mayCreate.add(runner.id()));
        var removable = live.stream()
                .filter(runner -> !kept.contains(runner))
                .map(Runner::id)
                .collect(Collectors.toSet());
        var existing = live.stream()
                .filter(runner -> runner.state().wantsMachine() && !isUnmade(runner))
                .map(Runner::id)
                .collect(Collectors.toSet());
        var plans = storage.plans().ofEgg(egg.name(), PageRequest.first(VariantCalls.PLANS));
        var variants = VariantCalls.of(egg, plans.items(), live);
        return new ApplyRequest(
                revision, PlanOrigin.of(PlanKind.DRY_RUN), machines, mayCreate, removable, existing, variants);
    }

    private static boolean isUnmade(Runner runner) {
        return runner.state() == RunnerState.PROVISIONING && runner.status().phase() != Phase.BOOTING;
    }

    private EggRevision stored(Runner runner) {
        return storage.eggs()
                .revision(runner.egg(), runner.origin().revision())
                .orElseThrow(() -> new InternalException("showing what would change of runner " + runner.id()
                        + ": its revision " + runner.origin().revision() + " is not stored"));
    }

    private Runner reserved(EggRevision revision, RunnerChange.Create create) {
        return Runner.reserved(
                RunnerId.random(RANDOM), revision, create.repo(), create.kind(), create.placement(), clock.instant());
    }
}
