package io.polargosling.worker.deploy;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.DeployRequest;
import io.polargosling.domain.command.RunnersRequest;
import io.polargosling.domain.demand.CiJobFacts;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobProgress;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.facts.StoredFacts;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanBinding;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.plan.PlanInputs;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerOrigin;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.SentCommands;
import io.polargosling.worker.sync.CommitSync;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Deployments on H2 in memory, with a stand-in for OpenTofu and for the Nest. */
final class DeployBench implements AutoCloseable {

    static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private static final AtomicLong EGGS = new AtomicLong();

    final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    final MutableClock clock = MutableClock.at(Samples.NOW);
    final Storage storage = JdbcStorage.open(url);
    final SentCommands queue = new SentCommands();
    final Leases leases = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60));
    final FakeTofu tofu = new FakeTofu(clock);
    CommitSync.Found found = new CommitSync.Found.Current();
    final Deployments deployments =
            new Deployments(storage, queue, leases, (egg, commit, operation) -> found, tofu, HEARTBEAT, clock);
    final StoredFacts facts = new StoredFacts(storage, HEARTBEAT);

    private final SplittableRandom random = new SplittableRandom(7);
    private final Lease lease = leases.tryTake("test").orElseThrow();

    /** A fresh egg with as many revisions, of which the last is active; each revision's hash is its number's digit. */
    EggName egg(int revisions) {
        return egg(revisions, RunnerKind.VM);
    }

    EggName egg(int revisions, RunnerKind kind) {
        var name = "egg-" + EGGS.incrementAndGet();
        var sample = Samples.eggConfig(name, EGGS.get());
        var config = new EggConfig(
                sample.name(),
                Optional.of(kind),
                sample.placements(),
                sample.resources(),
                sample.runner(),
                sample.gitlab(),
                sample.options());
        for (int number = 1; number <= revisions; number++) {
            declare(config, number);
        }
        return config.name();
    }

    /** What a sync writes that finds the configuration whose hash is this digit. */
    void declare(EggConfig config, int digit) {
        storage.eggs().apply(config, hash(digit), commit(digit), clock.instant(), Samples.audit("egg"), lease.fence());
    }

    static String hash(int digit) {
        return Samples.hash((char) ('0' + digit));
    }

    static CommitId commit(int digit) {
        return CommitId.of(String.valueOf(digit).repeat(40));
    }

    Egg stored(EggName egg) {
        return storage.eggs().find(egg).orElseThrow();
    }

    EggConfig config(EggName egg) {
        return (EggConfig) stored(egg).config();
    }

    /** A runner of a revision, moved along. */
    Runner runner(EggName egg, long revision, RunnerState... steps) {
        var config = config(egg);
        var kind = config.type().orElse(RunnerKind.VM);
        var sample = Samples.runner(
                egg, RunnerId.random(random), kind == RunnerKind.VM ? Pool.APEX : Pool.SERVERLESS, clock.instant());
        var origin = sample.origin();
        var made = new RunnerOrigin(
                egg,
                Optional.empty(),
                kind,
                origin.platform(),
                origin.placement(),
                revision,
                commit((int) revision),
                clock.instant());
        var fresh = Runner.reserved(
                sample.id(), made, sample.slot().orElseThrow(), clock.instant().plus(Duration.ofMinutes(10)));
        var outcome = storage.runners().reserve(List.of(fresh), SlotLimits.of(100), List.of(), lease.fence());
        var runner = ((ReserveOutcome.Reserved) outcome).runners().getFirst();
        for (var step : steps) {
            runner = moved(runner, step);
        }
        return runner;
    }

    /** Takes a runner that failed, or whose end was ordered, to its end. */
    void end(RunnerId id) {
        var runner = stored(id);
        if (runner.status().order().isEmpty() && runner.state().wantsMachine()) {
            return;
        }
        if (runner.state() == RunnerState.ACTIVE || runner.state() == RunnerState.IDLE) {
            runner = moved(runner, RunnerState.DRAINING);
        }
        if (runner.state() != RunnerState.TERMINATING) {
            runner = moved(runner, RunnerState.TERMINATING);
        }
        moved(runner, RunnerState.TERMINATED);
    }

    private Runner moved(Runner runner, RunnerState next) {
        return storage.runners()
                .write(RunnerWrite.unfenced(runner.moveTo(next, clock.instant(), Optional.of("test"))))
                .getFirst();
    }

    Runner stored(RunnerId id) {
        return storage.runners().find(id).orElseThrow();
    }

    /** A plan of a revision, taken to where it ended. */
    Plan plan(Egg egg, long revision, PlanOrigin origin, PlanStatus end) {
        clock.advance(Duration.ofSeconds(1));
        var inputs = new PlanInputs(
                revision, hash((int) revision), commit((int) revision), Samples.hash('d'), "1.12.6", "{}");
        var plan = Plan.pending(
                UUID.randomUUID(),
                egg.name(),
                origin,
                inputs,
                new PlanChanges(List.of(), List.of()),
                new PlanBinding(Samples.hash('e'), Samples.hash('f'), OptionalLong.of(1)),
                clock.instant());
        plan = storage.plans().save(plan, lease.fence());
        plan = move(plan, PlanStatus.APPLYING);
        return move(plan, end);
    }

    Plan move(Plan plan, PlanStatus next) {
        return storage.plans().save(plan.moveTo(next, clock.instant(), Optional.empty()), lease.fence());
    }

    void settle(EggName egg) {
        new PlanOrigins(storage.plans(), clock).settle(egg, lease.fence());
    }

    /** As many jobs that wait. */
    void pending(EggName egg, int jobs) {
        for (int i = 0; i < jobs; i++) {
            var id = new CiJobId(Samples.SERVER, random.nextLong(1, 1L << 40));
            var facts = new CiJobFacts(1, OptionalLong.empty(), "build", "main", false, Set.of("docker"));
            storage.ciJobs()
                    .observe(
                            new TrackedJob(
                                    id, Optional.of(egg), facts, CiJobProgress.pending(clock.instant()), List.of()),
                            clock.instant());
        }
    }

    UUID operation(String type) {
        var operation = Operation.queued(UUID.randomUUID(), type, "ann", clock.instant());
        storage.operations().save(operation);
        return operation.id();
    }

    Operation deploy(EggName egg, DeployRequest request) {
        var id = operation(request.dryRun() ? "deploy-dry-run" : "deploy");
        deployments.deploy(new Command.Deploy(egg, request, id));
        return operation(id);
    }

    Operation rollBack(EggName egg, String to, boolean dryRun) {
        var id = operation(dryRun ? "rollback-dry-run" : "rollback");
        deployments.rollBack(new Command.Rollback(egg, to.isEmpty() ? Optional.empty() : Optional.of(to), dryRun, id));
        return operation(id);
    }

    Operation makeRunners(EggName egg, int count) {
        var id = operation("make-runners");
        deployments.makeRunners(new Command.MakeRunners(egg, request(count), id));
        return operation(id);
    }

    static RunnersRequest request(int count) {
        return new RunnersRequest(count, Set.of(), Optional.empty(), false, Optional.empty(), Optional.empty());
    }

    static DeployRequest plainly() {
        return new DeployRequest(Optional.empty(), false, false, false, false);
    }

    static DeployRequest dry(boolean replaceIdle, boolean prewarm, boolean unpin) {
        return new DeployRequest(Optional.empty(), true, replaceIdle, prewarm, unpin);
    }

    Operation operation(UUID id) {
        return storage.operations().find(id).orElseThrow();
    }

    static JsonNode result(Operation operation) {
        return JsonMapper.shared().readTree(operation.result().orElseThrow());
    }

    @Override
    public void close() {
        storage.close();
    }
}
