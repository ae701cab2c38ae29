package io.polargosling.standalone.simulation;

import io.polargosling.api.heartbeat.MachineCalls;
import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.AgentSettings;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.Executor;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.RunnerSettings;
import io.polargosling.domain.lease.DutyRunner;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.testkit.memory.MemoryStorage;
import io.polargosling.uglyfox.act.Orders;
import io.polargosling.uglyfox.evaluate.Evaluator;
import io.polargosling.uglyfox.tick.PolicyRound;
import io.polargosling.worker.inventory.LocalHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All that one history plays in: the outside world, what is stored, and the processes that come and go. */
final class World {

    /** Where runners would reach the API. */
    static final String API = "https://gosling.example";

    private static final long NAP = 5000;

    final Loop loop = new Loop();
    final Chronicle chronicle = new Chronicle(loop);
    final Weather weather = new Weather(loop);
    final RandomGenerator random;
    final Storage storage =
            new Mortal(() -> {}).port(Storage.class, MemoryStorage.empty(), true, Map.of("RunnerStore", new Moves()));
    final FixedSecrets secrets = new FixedSecrets();
    final Settings settings;
    final VirtualGitLab gitlab;
    final VirtualQueue queue;
    final Map<CloudProvider, VirtualCloud> clouds = new EnumMap<>(CloudProvider.class);
    final Machines machines;
    final VirtualTofu tofu;
    final Laws laws;
    final LocalHost localHost = new LocalHost(Path.of("none"), API, "", Map.of());
    final List<EggConfig> eggs;
    private final List<Worker> workers = new ArrayList<>();
    private long processes;

    World(long seed, Settings settings) {
        this.settings = settings;
        random = new SplittableRandom(seed);
        gitlab = new VirtualGitLab(loop, weather, chronicle, random);
        queue = new VirtualQueue(loop, chronicle, random);
        var calls = new MachineCalls(
                storage, secrets, gitlab, loop.wall(), queue, settings.runner().heartbeat());
        machines = new Machines(loop, chronicle, weather, random, storage, gitlab, calls);
        for (var provider : List.of(CloudProvider.YANDEX, CloudProvider.AWS)) {
            clouds.put(provider, new VirtualCloud(provider, loop, machines, chronicle::tell));
        }
        tofu = new VirtualTofu(loop, chronicle, random, clouds, machines);
        eggs = List.of(vms(), serverless());
        laws = new Laws(this);
        gitlab.onWebhook(this::webhook);
        queue.deliverTo(this::anyWorker);
        declare();
        uglyfox();
    }

    private EggConfig vms() {
        var options = new EggOptions(
                Map.of(),
                Optional.of(
                        new PoolLimits(new PoolLimits.Range(0, 6), new PoolLimits.Range(0, 0), Duration.ofMinutes(5))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
        var placements = random.nextBoolean()
                ? List.of(place(CloudProvider.YANDEX), place(CloudProvider.AWS))
                : List.of(place(CloudProvider.YANDEX));
        return egg("vms", 1, RunnerKind.VM, placements, random.nextInt(1, 4), random.nextInt(2, 7), options);
    }

    private EggConfig serverless() {
        var options = Samples.eggConfig("serverless").options();
        return egg(
                "serverless",
                2,
                RunnerKind.SERVERLESS,
                List.of(place(CloudProvider.YANDEX)),
                1,
                random.nextInt(2, 9),
                options);
    }

    private static EggConfig egg(
            String name,
            long project,
            RunnerKind kind,
            List<Placement> placements,
            int concurrent,
            int most,
            EggOptions options) {
        var sample = Samples.eggConfig(name, project);
        var agent = new AgentSettings(Executor.SHELL, concurrent, Optional.empty(), false, OptionalInt.empty());
        return new EggConfig(
                EggName.of(name),
                Optional.of(kind),
                placements,
                sample.resources(),
                new RunnerSettings(new JobFilter(Set.of(name), false, false), agent, most, Duration.ofMinutes(5)),
                sample.gitlab(),
                options);
    }

    static Placement place(CloudProvider provider) {
        return new Placement(
                provider,
                Optional.of("region-1"),
                Optional.of("zone-" + provider.word()),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private void declare() {
        var leases = storage.leases();
        var lease = leases.take("nest-sync", "test", leases.find("nest-sync"), loop.trueTime())
                .orElseThrow();
        for (var egg : eggs) {
            storage.eggs()
                    .apply(
                            egg,
                            Samples.hash('a'),
                            Samples.COMMIT,
                            loop.trueTime(),
                            AuditEntry.of(loop.trueTime(), "test", "egg.applied", "egg/" + egg.name(), Map.of()),
                            lease.fence());
        }
        leases.release(lease, Optional.empty());
    }

    /** What the API does with a webhook. */
    private void webhook(VirtualJob job) {
        var target = eggs.stream()
                .filter(egg -> egg.name().equals(job.egg))
                .findFirst()
                .orElseThrow()
                .target();
        storage.targets().markEvent(target.id(), loop.wall().instant());
        queue.send(new Command.RefreshDemand(job.egg, target.server(), job.facts.projectId()));
    }

    private void uglyfox() {
        var clock = loop.wall();
        var leases =
                new Leases(storage.leases(), settings.lease().ttl(), clock, () -> loop.now() * 1_000_000, "fox:1:1");
        var duties = new DutyRunner(leases, storage.leases(), clock, (_, _) -> {});
        var round = new PolicyRound(
                storage, new Evaluator(settings.runner().heartbeat()), new Orders(storage, queue, clock), clock);
        loop.every(NAP, () -> {
            var _ = duties.runIfDue("uglyfox", round::interval, () -> {
                int orders = round.run();
                if (orders > 0) {
                    chronicle.tell("uglyfox orders the end of %s", orders);
                }
            });
        });
    }

    void start(String host) {
        var worker = new Worker(this, host, ++processes);
        workers.add(worker);
        chronicle.tell("a worker starts on %s", host);
    }

    private Optional<VirtualQueue.Receiver> anyWorker() {
        return living().map(VirtualQueue.Receiver.class::cast);
    }

    /** One of the workers that live. */
    Optional<Worker> living() {
        var alive = workers.stream().filter(Worker::isAlive).toList();
        return alive.isEmpty() ? Optional.empty() : Optional.of(alive.get(random.nextInt(alive.size())));
    }

    /** A worker has died; another one takes its place after a while. */
    void onDeath(Worker worker) {
        chronicle.count(Chronicle.Count.WORKER_KILLS);
        chronicle.tell("a worker dies on %s", worker.host());
        workers.remove(worker);
        long back = random.nextInt(1000, 30_000);
        loop.in(back, () -> start(worker.host()));
        laws.workerDied(worker.host(), loop.now() + back);
    }

    /** A host dies with all that runs on it, and comes back empty. */
    void hostDies(String host) {
        chronicle.count(Chronicle.Count.HOST_KILLS);
        chronicle.tell("host %s dies", host);
        tofu.hostDies(host);
        workers.stream().filter(worker -> worker.host().equals(host)).toList().forEach(Worker::die);
    }

    /** Tells of what rows become. */
    private final class Moves implements Mortal.Listener {

        private final Map<RunnerId, String> known = new HashMap<>();

        @Override
        public void after(String method, Object[] arguments, @Nullable Object result) {
            if (method.equals("write")) {
                ((RunnerWrite) arguments[0]).runners().forEach(this::tell);
            }
        }

        private void tell(Runner runner) {
            var status = runner.status();
            var now = status.state().word()
                    + " " + status.phase().word()
                    + status.order().map(order -> " ordered " + order).orElse("");
            if (!now.equals(known.put(runner.id(), now))) {
                chronicle.tell(
                        "row of %s: %s, %s", runner.id(), now, status.cause().orElse("-"));
            }
        }
    }
}
