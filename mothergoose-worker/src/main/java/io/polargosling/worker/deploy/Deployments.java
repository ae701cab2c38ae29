package io.polargosling.worker.deploy;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.DeployRequest;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.facts.StoredFacts;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.RollbackTargets;
import io.polargosling.domain.plan.RollbackTargets.Target;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.sync.CommitSync;
import io.polargosling.worker.sync.CommitSync.Found;
import io.polargosling.worker.tofu.TofuRuns;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Carries out deployments, rollbacks and orders for runners, and tells the operation of each how it went. All of it may
 * be repeated: an operation that has ended is not touched again, and what a dead worker left half done is finished.
 *
 * <p>It changes rows under the egg's lease and then asks for a look at the egg; machines come and go by that look alone.
 */
public final class Deployments {

    private static final Duration LEASE_HELD = Duration.ofSeconds(2);
    private static final Duration COMMIT_MISSING = Duration.ofSeconds(5);
    private static final String ROLLBACK = "rollback";

    private final Storage storage;
    private final CommandQueue queue;
    private final Leases leases;
    private final CommitSync nest;
    private final HandMadeRunners runners;
    private final RunnerOrders orders;
    private final DryRuns dryRuns;
    private final Operations operations;
    private final InstantSource clock;

    /** @param heartbeat how often a runner is to report */
    public Deployments(
            Storage storage,
            CommandQueue queue,
            Leases leases,
            CommitSync nest,
            TofuRuns tofu,
            Duration heartbeat,
            InstantSource clock) {
        this.storage = storage;
        this.queue = queue;
        this.leases = leases;
        this.nest = nest;
        this.clock = clock;
        var facts = new StoredFacts(storage, heartbeat);
        this.runners = new HandMadeRunners(storage, facts, clock);
        this.orders = new RunnerOrders(storage.runners(), clock);
        this.dryRuns = new DryRuns(storage, facts, tofu, clock);
        this.operations = new Operations(storage.operations(), queue, clock);
    }

    /** Makes the Nest's configuration of the egg effective, or shows what that would change. */
    public void deploy(Command.Deploy command) {
        operations.serve(command.operation(), command, operation -> {
            var request = command.request();
            if (request.dryRun()) {
                return showDeploy(command.egg(), request, operation);
            }
            return request.commit()
                    .flatMap(commit -> waitFor(command.egg(), commit, operation))
                    .orElseGet(() -> underLease(command.egg(), (egg, fence) -> deploy(egg, request, operation, fence)));
        });
    }

    /** Returns the egg to an earlier revision and holds it there, or shows what that would change. */
    public void rollBack(Command.Rollback command) {
        operations.serve(
                command.operation(),
                command,
                operation -> command.dryRun()
                        ? showRollback(command.egg(), command.to(), operation)
                        : underLease(command.egg(), (egg, fence) -> rollBack(egg, command.to(), operation, fence)));
    }

    /** Makes runners that nobody but their author asked for. */
    public void makeRunners(Command.MakeRunners command) {
        operations.serve(
                command.operation(),
                command,
                operation -> underLease(command.egg(), (egg, fence) -> {
                    if (!egg.acceptsRunners()) {
                        return disabled(egg);
                    }
                    return switch (runners.reserve(egg, command.request(), "manual", operation, fence)) {
                        case HandMadeRunners.Reserved.None(String why) -> new Outcome.Refused(why);
                        case HandMadeRunners.Reserved.All(List<RunnerId> made) -> {
                            var result = about(egg.active(), egg.name());
                            result.put("created", words(made));
                            yield new Outcome.Done(result);
                        }
                    };
                }));
    }

    /** What keeps the egg from being deployed for now or for good; empty when it may go on. */
    private Optional<Outcome> waitFor(EggName egg, CommitId commit, Operation operation) {
        return switch (nest.bring(egg, commit, operation.id())) {
            case Found.Current() -> Optional.empty();
            case Found.Busy() -> Optional.of(new Outcome.Later(LEASE_HELD, "the Nest is being synced"));
            case Found.Failed(String why) -> Optional.of(new Outcome.Refused(why));
            case Found.Superseded(CommitId head) ->
                Optional.of(new Outcome.Refused("commit-superseded: the branch's head " + head.abbreviated()
                        + " has another configuration of egg \"" + egg + "\" than commit " + commit.abbreviated()
                        + " (use rollback to go back)"));
            case Found.Missing(CommitId head, boolean mayStillCome) ->
                Optional.of(
                        mayStillCome
                                ? new Outcome.Later(COMMIT_MISSING, "the branch does not contain the commit yet")
                                : notInNest(commit, head));
        };
    }

    private static Outcome notInNest(CommitId commit, CommitId head) {
        return new Outcome.Refused("commit-not-in-nest: the branch's head " + head.abbreviated()
                + " does not contain commit " + commit + " (expected: a commit of the watched branch)");
    }

    private Outcome underLease(EggName name, BiFunction<Egg, Fence, Outcome> work) {
        var taken = leases.tryTake("egg:" + name);
        if (taken.isEmpty()) {
            return new Outcome.Later(LEASE_HELD, "egg \"" + name + "\" is being worked on");
        }
        try (var lease = new HeldLease(taken.get(), leases)) {
            var egg = storage.eggs().find(name);
            return egg.isEmpty() ? unknown(name) : work.apply(egg.get(), lease.fence());
        } finally {
            storage.leases().release(taken.get(), Optional.empty());
            queue.send(new Command.ReconcileEgg(name));
        }
    }

    private Outcome deploy(Egg egg, DeployRequest request, Operation operation, Fence fence) {
        var refusal = refusal(egg, request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var deployed = egg.pinnedAgainst().isEmpty() ? egg : unpin(egg, operation, fence);
        var order = new PendingOrder(PendingOrder.Kind.UPDATE, "replace-idle", operation.actor());
        var ordered = request.replaceIdle()
                ? orders.order(
                        egg.name(),
                        RunnerOrders.idleOfOtherRevisions(deployed.active().number()),
                        order,
                        fence)
                : List.<RunnerId>of();
        List<RunnerId> made = List.of();
        if (request.prewarm()) {
            switch (runners.reserve(deployed, HandMadeRunners.one(), "prewarm", operation, fence)) {
                case HandMadeRunners.Reserved.None(String why) -> {
                    return new Outcome.Refused(why);
                }
                case HandMadeRunners.Reserved.All(List<RunnerId> reserved) -> made = reserved;
            }
        }
        var result = about(deployed.active(), egg.name());
        result.put("unpinned", egg.pinnedAgainst().isPresent());
        result.put("ordered", words(ordered));
        result.put("created", words(made));
        return new Outcome.Done(result);
    }

    private Egg unpin(Egg egg, Operation operation, Fence fence) {
        var newest = newest(egg);
        var audit = audit("egg.unpinned", egg, newest, operation);
        return storage.eggs().activate(egg.name(), newest.number(), Optional.empty(), audit, fence);
    }

    private EggRevision newest(Egg egg) {
        return storage.eggs().revisions(egg.name(), PageRequest.first(1)).items().stream()
                .findFirst()
                .orElse(egg.active());
    }

    private Outcome rollBack(Egg egg, Optional<String> to, Operation operation, Fence fence) {
        return switch (targets().find(egg, to)) {
            case Target.Unknown(String why) -> new Outcome.Refused("not-found: " + why);
            // A worker that died had activated it already; what came after that may be missing.
            case Target.Nothing(String why)
            when egg.pinnedAgainst().isPresent() && to.isPresent() -> {
                var left = leftOf(egg);
                yield left.isEmpty()
                        ? nothing(why)
                        : finishRollback(egg, left.get(), Optional.empty(), operation, fence);
            }
            case Target.Nothing(String why) -> nothing(why);
            case Target.Found(EggRevision revision, Optional<Plan> plan) -> {
                var audit = audit("egg.rolled-back", egg, revision, operation);
                var back = storage.eggs().activate(egg.name(), revision.number(), pin(egg, revision), audit, fence);
                yield finishRollback(back, egg.active(), plan, operation, fence);
            }
        };
    }

    /** A standing pin stays against what it was made against; to go back to just that ends it. */
    private static Optional<String> pin(Egg egg, EggRevision target) {
        return Optional.of(egg.pinnedAgainst().orElse(egg.active().hash())).filter(hash -> !hash.equals(target.hash()));
    }

    private Optional<EggRevision> leftOf(Egg egg) {
        return storage.eggs().revisions(egg.name(), PageRequest.first(500)).items().stream()
                .filter(revision ->
                        egg.pinnedAgainst().filter(revision.hash()::equals).isPresent())
                .findFirst();
    }

    private Outcome finishRollback(Egg egg, EggRevision left, Optional<Plan> plan, Operation operation, Fence fence) {
        var order = new PendingOrder(PendingOrder.Kind.TERMINATE, ROLLBACK, operation.actor());
        var ordered = orders.order(egg.name(), RunnerOrders.unusedOf(left.number()), order, fence);
        var result = about(egg.active(), egg.name());
        result.put("left_revision", left.number());
        result.put("pinned_against", egg.pinnedAgainst().orElse(null));
        result.put("from_plan", plan.map(Plan::id).orElse(null));
        result.put("ordered", words(ordered));
        return new Outcome.Done(result);
    }

    private Outcome showDeploy(EggName name, DeployRequest request, Operation operation) {
        var stored = storage.eggs().find(name);
        if (stored.isEmpty()) {
            return unknown(name);
        }
        var egg = stored.get();
        var refusal = refusal(egg, request).or(() -> request.commit().flatMap(commit -> notStored(egg, commit)));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var deployed = egg.pinnedAgainst().isEmpty() ? egg : egg.activated(newest(egg), Optional.empty());
        var extra = request.prewarm()
                ? runners.wanted(deployed, HandMadeRunners.one(), operation).orElse(List.of())
                : List.<Runner>of();
        var wish = new DryRuns.Wish(
                deployed,
                runner -> request.replaceIdle()
                        && RunnerOrders.idleOfOtherRevisions(deployed.active().number())
                                .test(runner),
                extra);
        return dryRuns.show(wish, operation);
    }

    /** A dry run reads no repository, so only the commit that was synced last, or brought what is newest, is known. */
    private Optional<Outcome> notStored(Egg egg, CommitId commit) {
        var head = storage.syncs().head();
        boolean known = head.filter(at -> at.commit().equals(commit)).isPresent()
                || newest(egg).commit().equals(commit);
        return known
                ? Optional.empty()
                : Optional.of(new Outcome.Refused("commit-not-in-nest: commit " + commit
                        + " is not what was synced last (a dry run does not sync; run gosling sync first)"));
    }

    private Outcome showRollback(EggName name, Optional<String> to, Operation operation) {
        var stored = storage.eggs().find(name);
        if (stored.isEmpty()) {
            return unknown(name);
        }
        var egg = stored.get();
        return switch (targets().find(egg, to)) {
            case Target.Unknown(String why) -> new Outcome.Refused("not-found: " + why);
            case Target.Nothing(String why) -> nothing(why);
            case Target.Found(EggRevision revision, Optional<Plan> _) ->
                dryRuns.show(
                        new DryRuns.Wish(
                                egg.activated(revision, pin(egg, revision)),
                                RunnerOrders.unusedOf(egg.active().number()),
                                List.of()),
                        operation);
        };
    }

    private RollbackTargets targets() {
        return new RollbackTargets(storage.eggs(), storage.plans());
    }

    private static Optional<Outcome> refusal(Egg egg, DeployRequest request) {
        if (!egg.acceptsRunners()) {
            return Optional.of(disabled(egg));
        }
        return egg.pinnedAgainst().isPresent() && !request.unpin()
                ? Optional.of(new Outcome.Refused("pinned: egg \"" + egg.name() + "\" is held at revision "
                        + egg.active().number() + " by a rollback (expected: unpin)"))
                : Optional.empty();
    }

    private static Outcome disabled(Egg egg) {
        return new Outcome.Refused("egg-disabled: egg \"" + egg.name() + "\" is "
                + egg.state().name().toLowerCase(Locale.ROOT) + ": it takes no new runners");
    }

    private static Outcome unknown(EggName name) {
        return new Outcome.Refused("not-found: there is no egg \"" + name + "\"");
    }

    private static Outcome nothing(String why) {
        return new Outcome.Refused("nothing-to-roll-back: " + why);
    }

    private AuditEntry audit(String action, Egg egg, EggRevision to, Operation operation) {
        return AuditEntry.of(
                clock.instant(),
                operation.actor(),
                action,
                "egg/" + egg.name(),
                Map.of(
                        "from",
                        Long.toString(egg.active().number()),
                        "to",
                        Long.toString(to.number()),
                        "operation",
                        operation.id().toString()));
    }

    /** The result's common part, with the generation that a look must have seen to have carried this out. */
    private Map<String, @Nullable Object> about(EggRevision revision, EggName egg) {
        var result = new LinkedHashMap<String, @Nullable Object>();
        result.put("egg_name", egg.value());
        result.put("revision", revision.number());
        result.put("config_hash", revision.hash());
        result.put("git_commit", revision.commit().value());
        storage.eggs().find(egg).ifPresent(row -> result.put("generation", row.generation()));
        return result;
    }

    private static List<String> words(List<RunnerId> ids) {
        return ids.stream().map(RunnerId::value).toList();
    }
}
