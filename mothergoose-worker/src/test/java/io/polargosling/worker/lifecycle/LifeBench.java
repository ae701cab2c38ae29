package io.polargosling.worker.lifecycle;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.GitLabBinding;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.RunnerSettings;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.CreatedGitLabRunner;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.inventory.CloudResource.Power;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.inventory.PowerSwitch;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerPulse;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.token.TokenHash;
import io.polargosling.gitlab.GitLabClient;
import io.polargosling.secrets.LocalSecrets;
import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.simulator.server.JobSpec;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.cloud.FakeCloud;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.testkit.memory.MemoryStorage;
import io.polargosling.worker.GitLabBench;
import io.polargosling.worker.SentCommands;
import io.polargosling.worker.SimulatedAgents;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.reconcile.Reconciler;
import io.polargosling.worker.tofu.TofuRuns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One egg and its machines on one clock: the real reconciler, a fake cloud, the GitLab stand-in, stores in memory. */
final class LifeBench {

    static final EggName EGG = EggName.of("web");
    static final Placement PLACE = new Placement(
            CloudProvider.AWS,
            Optional.of("eu"),
            Optional.of("eu-a"),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.of("ami-1"));

    /** GitLab and the keystore, for any number of benches, since they are slow to start. */
    record Outside(GitLabSimulator simulator, MutableClock clock, GitLab gitlab, Secrets secrets)
            implements AutoCloseable {

        private static final SecretUri TOKEN = SecretUri.of("local://bench/api-token");

        static Outside open(Path folder) {
            var clock = MutableClock.at(Samples.NOW);
            try {
                var simulator = GitLabSimulator.start(
                        GitLabSimulator.Options.defaults().withClock(clock).withRequestsPerMinute(1_000_000));
                simulator.setAccessToken("glpat-bench");
                var secrets = LocalSecrets.open(folder, Optional.empty(), false);
                secrets.write(TOKEN, SecretValue.of("glpat-bench"));
                var gitlab = GitLabClient.open(GitLabClient.Options.defaults().withClock(clock, clock::advance));
                return new Outside(simulator, clock, gitlab, secrets);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            simulator.close();
        }
    }

    final Storage storage = MemoryStorage.empty();
    final FakeCloud cloud;
    final long project;
    private final Outside outside;
    private final Map<String, CreatedGitLabRunner> entities = new HashMap<>();
    private final Set<RunnerId> finished = new HashSet<>();
    private boolean silent;
    private int workers;
    private Reconciler worker;
    private Deaths deaths = new Deaths(0);

    /** @param project of its own in the one GitLab */
    LifeBench(Outside outside, long project, RunnerKind kind, PoolLimits limits) {
        this.outside = outside;
        this.project = project;
        this.cloud = new FakeCloud(
                CloudProvider.AWS,
                outside.clock(),
                new FakeCloud.Pace(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(2)));
        outside.simulator().createProject(project, "team/p" + project);
        apply(config(kind, limits));
        worker = newWorker();
    }

    private EggConfig config(RunnerKind kind, PoolLimits limits) {
        var sample = Samples.eggConfig(EGG.value(), project);
        var options = new EggOptions(
                Map.of(), Optional.of(limits), Optional.empty(), Optional.empty(), Optional.empty(), true);
        var binding = new GitLabBinding(
                GitLabServer.ofUrl(outside.simulator().url()),
                new TargetScope.Project(project),
                Outside.TOKEN,
                Outside.TOKEN,
                Optional.empty());
        return new EggConfig(
                EGG,
                Optional.of(kind),
                List.of(PLACE),
                sample.resources(),
                new RunnerSettings(
                        new JobFilter(Set.of(GitLabBench.TAG), false, false),
                        sample.runner().agent(),
                        3,
                        Duration.ofMinutes(10)),
                binding,
                options);
    }

    private void apply(EggConfig config) {
        var leases = leases("sync");
        var lease = leases.tryTake("nest-sync").orElseThrow();
        var now = outside.clock().instant();
        var audit = AuditEntry.of(now, "test", "egg.applied", "egg/" + EGG, Map.of());
        storage.eggs().apply(config, Samples.hash('a'), Samples.COMMIT, now, audit, lease.fence());
        storage.leases().release(lease, Optional.empty());
    }

    private Leases leases(String owner) {
        return new Leases(
                storage.leases(),
                Duration.ofSeconds(60),
                outside.clock(),
                outside.clock().nanos(),
                owner);
    }

    /** The next worker dies after so many calls that change something. */
    void dieAfter(int calls) {
        deaths = new Deaths(calls);
        worker = newWorker();
    }

    private Reconciler newWorker() {
        var store = deaths.around(Storage.class, storage);
        var seen = new Cloud(deaths.around(Inventory.class, cloud), deaths.around(PowerSwitch.class, cloud));
        var leases = new Leases(
                store.leases(),
                Duration.ofSeconds(60),
                outside.clock(),
                outside.clock().nanos(),
                "worker-" + ++workers);
        return Reconciler.assemble(
                store,
                new SentCommands(),
                deaths.around(GitLab.class, outside.gitlab()),
                outside.secrets(),
                leases,
                new Reconciler.Place(
                        new LocalHost(Path.of("/nowhere"), "http://127.0.0.1:1", "", Map.of()),
                        Clouds.of(Map.of(CloudProvider.AWS, seen)),
                        deaths.around(TofuRuns.class, new CloudTofu(cloud, outside.clock()))),
                GitLabBench.settings(Map.of()),
                outside.clock());
    }

    /** Ten seconds pass, machines report, and the egg is looked at; a worker that dies is followed by another. */
    void tick() {
        outside.clock().advance(Duration.ofSeconds(10));
        live().forEach(this::reports);
        look();
    }

    /** As {@link #tick}, of so many minutes. */
    void minutes(int minutes) {
        outside.clock().advance(Duration.ofMinutes(minutes).minusSeconds(10));
        tick();
    }

    Instant now() {
        return outside.clock().instant();
    }

    /** Whether machines report nothing. */
    void setSilent(boolean isSilent) {
        silent = isSilent;
    }

    /** The machine says that it takes no further job. */
    void finish(Runner runner) {
        finished.add(runner.id());
    }

    Runner row(Runner runner) {
        return storage.runners().find(runner.id()).orElseThrow();
    }

    /** A minute passes; the egg is looked at only if the overdue sweep would ask for it. */
    void sweepMinute() {
        outside.clock().advance(Duration.ofMinutes(1));
        if (storage.runners().due(now(), 5).contains(EGG)
                || storage.eggs().dirty(5).contains(EGG)) {
            look();
        }
    }

    /** One look. */
    void look() {
        try {
            worker.reconcile(EGG);
        } catch (Deaths.Death e) {
            deaths = new Deaths(0);
            worker = newWorker();
            worker.reconcile(EGG);
            outside.clock().advance(Duration.ofSeconds(71));
        }
    }

    boolean workerDied() {
        return workers > 2;
    }

    /** What the API writes when a machine that is on enrols or reports that it has the jobs GitLab shows. */
    private void reports(Runner runner) {
        var machine = cloud.machine(runner.id());
        if (silent
                || machine.filter(it -> it.power() == Power.ON).isEmpty()
                || !runner.state().wantsMachine()) {
            return;
        }
        var entity = entities.computeIfAbsent(runner.id().value(), _ -> register(runner));
        var jobs = outside.gitlab().runners().runningJobs(access(), entity.id());
        var now = outside.clock().instant();
        var heard = runner.withPulse(new RunnerPulse(
                        Optional.of(now),
                        runner.pulse().sequence() + 1,
                        jobs,
                        finished.contains(runner.id()),
                        Optional.empty(),
                        0))
                .withIdentity(runner.identity().enrolled(TokenHash.of("t"), entity.id()));
        var next = switch (runner.state()) {
            case PROVISIONING, PROMOTING -> RunnerState.ACTIVE;
            case ACTIVE, IDLE, BUSY -> jobs.isEmpty() ? RunnerState.IDLE : RunnerState.BUSY;
            case DRAINING, DEMOTING, DORMANT, FAILED, TERMINATING, TERMINATED -> runner.state();
        };
        var moved = next == runner.state() ? heard : heard.moveTo(next, now, Optional.empty());
        write(
                next == RunnerState.ACTIVE && next != runner.state()
                        ? moved.withSchedule(
                                moved.schedule().withDeadline(Optional.of(now.plus(Duration.ofMinutes(2)))))
                        : moved);
    }

    private CreatedGitLabRunner register(Runner runner) {
        return outside.gitlab()
                .runners()
                .createRunner(
                        access(),
                        new NewGitLabRunner(
                                new TargetScope.Project(project),
                                runner.id().value(),
                                new JobFilter(Set.of(GitLabBench.TAG), false, false),
                                Optional.empty()));
    }

    private GitLabAccess access() {
        return new GitLabAccess(GitLabServer.ofUrl(outside.simulator().url()), SecretValue.of("glpat-bench"));
    }

    long enqueue() {
        return outside.simulator()
                .enqueueJobSilently(JobSpec.of(project, "job", "true").withTags(GitLabBench.TAG));
    }

    /** The runner's agent asks for a job, once; true when it got one. */
    boolean agentPolls(Runner runner) {
        return SimulatedAgents.poll(
                outside.simulator(),
                Optional.ofNullable(entities.get(runner.id().value())).orElseThrow());
    }

    void cancel(long job) {
        outside.simulator().cancelJob(job);
    }

    /** What UglyFox or the API writes. */
    void order(Optional<PendingOrder.Kind> kind, String reason) {
        var runner = only();
        write(runner.withOrder(kind.map(it -> new PendingOrder(it, reason, "test"))));
    }

    void write(Runner runner) {
        storage.runners().write(RunnerWrite.unfenced(runner));
    }

    List<Runner> live() {
        return storage.runners().ofEgg(EGG);
    }

    Runner only() {
        var live = live();
        if (live.size() != 1) {
            throw new AssertionError("one runner was expected: " + live);
        }
        return live.getFirst();
    }

    /** All there ever were, newest first. */
    List<Runner> all() {
        return storage.runners()
                .list(new RunnerFilter(Optional.of(EGG), Optional.empty()), PageRequest.first(100))
                .items();
    }

    int used(Pool pool) {
        return storage.runners().capacity(EGG).stream()
                .filter(use -> use.pool() == pool)
                .mapToInt(CapacityUse::used)
                .sum();
    }

    boolean isPaused(Runner runner) {
        return outside.simulator().runners().stream()
                .filter(entity ->
                        entity.id() == runner.identity().gitlabRunnerId().orElseThrow())
                .findFirst()
                .orElseThrow()
                .paused();
    }

    boolean entityIsGone(Runner runner) {
        return outside.gitlab()
                .runners()
                .find(access(), runner.identity().gitlabRunnerId().orElseThrow())
                .isEmpty();
    }

    static PoolLimits limits(int apex, int nadir) {
        return new PoolLimits(new PoolLimits.Range(0, apex), new PoolLimits.Range(0, nadir), Duration.ofMinutes(30));
    }
}
