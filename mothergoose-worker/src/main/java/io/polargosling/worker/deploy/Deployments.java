package io.polargosling.worker.deploy;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.facts.StoredFacts;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.sync.CommitSync;
import io.polargosling.worker.tofu.TofuRuns;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Carries out deployments, rollbacks and orders for runners, and tells the operation of each how it went. All of it may
 * be repeated: an operation that has ended is not touched again, and what a dead worker left half done is finished.
 *
 * <p>It changes rows under the egg's lease and then asks for a look at the egg; machines come and go by that look alone.
 */
public final class Deployments {

    private final Storage storage;
    private final CommandQueue queue;
    private final Leases leases;
    private final HandMadeRunners runners;
    private final EggDeployment deployment;
    private final EggRollback rollback;
    private final RevisionRecord record;
    private final Operations operations;

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
        var facts = new StoredFacts(storage, heartbeat);
        this.runners = new HandMadeRunners(storage, facts, clock);
        this.record = new RevisionRecord(storage, clock);
        var orders = new RunnerOrders(storage.runners(), clock);
        var dryRuns = new DryRuns(storage, facts, tofu, clock);
        this.deployment = new EggDeployment(storage, nest, runners, orders, dryRuns, record);
        this.rollback = new EggRollback(storage, orders, dryRuns, record);
        this.operations = new Operations(storage.operations(), queue, clock);
    }

    /** Makes the Nest's configuration of the egg effective, or shows what that would change. */
    public void deploy(Command.Deploy command) {
        operations.serve(command.operation(), command, operation -> {
            var request = command.request();
            if (request.dryRun()) {
                return deployment.show(command.egg(), request, operation);
            }
            return request.commit()
                    .flatMap(commit -> deployment.waitFor(command.egg(), commit, operation))
                    .orElseGet(() -> underLease(
                            command.egg(), (egg, fence) -> deployment.deploy(egg, request, operation, fence)));
        });
    }

    /** Returns the egg to an earlier revision and holds it there, or shows what that would change. */
    public void rollBack(Command.Rollback command) {
        operations.serve(
                command.operation(),
                command,
                operation -> command.dryRun()
                        ? rollback.show(command.egg(), command.to(), operation)
                        : underLease(
                                command.egg(), (egg, fence) -> rollback.rollBack(egg, command.to(), operation, fence)));
    }

    /** Makes runners that nobody but their author asked for. */
    public void makeRunners(Command.MakeRunners command) {
        operations.serve(
                command.operation(),
                command,
                operation -> underLease(command.egg(), (egg, fence) -> {
                    if (!egg.acceptsRunners()) {
                        return Outcome.Refused.disabled(egg);
                    }
                    return switch (runners.reserve(egg, command.request(), "manual", operation, fence)) {
                        case HandMadeRunners.Reserved.None(String why) -> new Outcome.Refused(why);
                        case HandMadeRunners.Reserved.All(List<RunnerId> made) -> {
                            var result = record.about(egg.active(), egg.name());
                            result.put("created", RevisionRecord.words(made));
                            yield new Outcome.Done(result);
                        }
                    };
                }));
    }

    private Outcome underLease(EggName name, BiFunction<Egg, Fence, Outcome> work) {
        var taken = leases.tryTake("egg:" + name);
        if (taken.isEmpty()) {
            return new Outcome.Later(Outcome.LEASE_HELD, "egg \"" + name + "\" is being worked on");
        }
        try (var lease = new HeldLease(taken.get(), leases)) {
            var egg = storage.eggs().find(name);
            return egg.isEmpty() ? Outcome.Refused.unknown(name) : work.apply(egg.get(), lease.fence());
        } finally {
            storage.leases().release(taken.get(), Optional.empty());
            queue.send(new Command.ReconcileEgg(name));
        }
    }
}
