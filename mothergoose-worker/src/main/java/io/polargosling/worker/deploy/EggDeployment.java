package io.polargosling.worker.deploy;

import io.polargosling.domain.command.DeployRequest;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.sync.CommitSync;
import io.polargosling.worker.sync.CommitSync.Found;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the Nest's configuration of an egg effective, or shows what that would change. */
final class EggDeployment {

    private static final Duration COMMIT_MISSING = Duration.ofSeconds(5);

    private final Storage storage;
    private final CommitSync nest;
    private final HandMadeRunners runners;
    private final RunnerOrders orders;
    private final DryRuns dryRuns;
    private final RevisionRecord record;

    EggDeployment(
            Storage storage,
            CommitSync nest,
            HandMadeRunners runners,
            RunnerOrders orders,
            DryRuns dryRuns,
            RevisionRecord record) {
        this.storage = storage;
        this.nest = nest;
        this.runners = runners;
        this.orders = orders;
        this.dryRuns = dryRuns;
        this.record = record;
    }

    /** What keeps the egg from being deployed for now or for good; empty when it may go on. */
    Optional<Outcome> waitFor(EggName egg, CommitId commit, Operation operation) {
        return switch (nest.bring(egg, commit, operation.id())) {
            case Found.Current() -> Optional.empty();
            case Found.Busy() -> Optional.of(new Outcome.Later(Outcome.LEASE_HELD, "the Nest is being synced"));
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

    /** Does it, under the lease of {@code fence}. */
    Outcome deploy(Egg egg, DeployRequest request, Operation operation, Fence fence) {
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
        var result = record.about(deployed.active(), egg.name());
        result.put("unpinned", egg.pinnedAgainst().isPresent());
        result.put("ordered", RevisionRecord.words(ordered));
        result.put("created", RevisionRecord.words(made));
        return new Outcome.Done(result);
    }

    private Egg unpin(Egg egg, Operation operation, Fence fence) {
        var newest = record.newest(egg);
        var audit = record.audit("egg.unpinned", egg, newest, operation);
        return storage.eggs().activate(egg.name(), newest.number(), Optional.empty(), audit, fence);
    }

    /** Tells what it would change. */
    Outcome show(EggName name, DeployRequest request, Operation operation) {
        var stored = storage.eggs().find(name);
        if (stored.isEmpty()) {
            return Outcome.Refused.unknown(name);
        }
        var egg = stored.get();
        var refusal = refusal(egg, request).or(() -> request.commit().flatMap(commit -> notStored(egg, commit)));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var deployed = egg.pinnedAgainst().isEmpty() ? egg : egg.activated(record.newest(egg), Optional.empty());
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
                || record.newest(egg).commit().equals(commit);
        return known
                ? Optional.empty()
                : Optional.of(new Outcome.Refused("commit-not-in-nest: commit " + commit
                        + " is not what was synced last (a dry run does not sync; run gosling sync first)"));
    }

    private static Optional<Outcome> refusal(Egg egg, DeployRequest request) {
        if (!egg.acceptsRunners()) {
            return Optional.of(Outcome.Refused.disabled(egg));
        }
        return egg.pinnedAgainst().isPresent() && !request.unpin()
                ? Optional.of(new Outcome.Refused("pinned: egg \"" + egg.name() + "\" is held at revision "
                        + egg.active().number() + " by a rollback (expected: unpin)"))
                : Optional.empty();
    }
}
