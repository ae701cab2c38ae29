package io.polargosling.worker;

import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.lease.DutyRunner;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.queue.SqsQueue;
import io.polargosling.settings.Settings;
import io.polargosling.worker.binary.BinaryCheck;
import io.polargosling.worker.binary.KnownVersions;
import io.polargosling.worker.binary.StoredPrograms;
import io.polargosling.worker.consume.CommandConsumers;
import io.polargosling.worker.demand.DemandPoll;
import io.polargosling.worker.demand.DemandRefresh;
import io.polargosling.worker.demand.ProjectLook;
import io.polargosling.worker.deploy.Deployments;
import io.polargosling.worker.ghost.GhostSweep;
import io.polargosling.worker.gitlab.EggAtGitLab;
import io.polargosling.worker.group.GroupDiscovery;
import io.polargosling.worker.hook.HookAddress;
import io.polargosling.worker.hook.HookKeeper;
import io.polargosling.worker.hook.NestHook;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.job.SelfJobs;
import io.polargosling.worker.mirror.CachedMirror;
import io.polargosling.worker.reconcile.Reconciler;
import io.polargosling.worker.sweep.CapacityRecount;
import io.polargosling.worker.sweep.DriftSweep;
import io.polargosling.worker.sweep.OrphanJobs;
import io.polargosling.worker.sweep.OrphanSweep;
import io.polargosling.worker.sweep.Retention;
import io.polargosling.worker.sweep.Sweeps;
import io.polargosling.worker.sync.NestSync;
import io.polargosling.worker.target.EggTargets;
import io.polargosling.worker.tofu.CloudSources;
import io.polargosling.worker.tofu.Tofu;
import io.polargosling.worker.tofu.TofuProgram;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The worker's parts, put together, and their start and stop. */
final class WorkerRuntime implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(WorkerRuntime.class);

    private final Adapters adapters;
    private final Settings settings;
    private final CommandConsumers consumers;
    private final Sweeps sweeps;
    private final Retention retention;
    private final GhostSweep ghosts;
    private final BinaryCheck binaryCheck;
    private final DriftSweep drift;
    private final Tofu tofuRuns;
    private final Leases leases;
    private final SelfJobs jobs;
    private final InstantSource clock = InstantSource.system();
    private volatile boolean running;
    private volatile DutyRunner duties;

    /** What the worker works with. */
    record Adapters(Storage storage, SqsQueue queue, Secrets secrets, GitLab gitlab, BinaryLibrary binaries) {}

    /**
     * @param apiUrl where runners and GitLab reach the API
     * @param environment of this process
     */
    WorkerRuntime(Adapters adapters, Settings settings, String apiUrl, Map<String, String> environment) {
        this.adapters = adapters;
        this.settings = settings;
        this.leases = Leases.ofThisProcess(
                adapters.storage().leases(), settings.lease().ttl());
        var host = new LocalHost(
                settings.dataFolder(), apiUrl, settings.local().runAs().orElse(""), environment);
        var clouds = WorkerClouds.of(host, adapters.storage(), settings, environment);
        var copies = settings.dataFolder().resolve("binaries");
        var programs = StoredPrograms.of(
                adapters.binaries(), copies, settings.binaries().keep(), clock);
        var tofu = new TofuProgram(environment, programs);
        var mirrors = CachedMirror.of(adapters.storage().infrastructure(), settings, clock);
        var runs = Tofu.of(
                tofu,
                mirrors,
                host,
                adapters.storage(),
                adapters.secrets(),
                settings,
                CloudSources.of(adapters.storage(), adapters.binaries(), settings, apiUrl),
                clock);
        var reconciler = Reconciler.assemble(
                adapters.storage(),
                adapters.queue(),
                adapters.gitlab(),
                adapters.secrets(),
                leases,
                new Reconciler.Place(host, clouds, runs),
                settings,
                clock);
        var address = HookAddress.of(apiUrl);
        this.jobs = new SelfJobs(
                adapters.storage(), adapters.gitlab(), adapters.secrets(), adapters.queue(), leases, settings, clock);
        var sync = new NestSync(
                adapters.storage(),
                adapters.queue(),
                leases,
                adapters.secrets(),
                new KnownVersions(adapters.binaries(), tofu::ofMachine),
                settings,
                clock);
        this.consumers = new CommandConsumers(
                adapters.queue(),
                reconciler,
                demandRefresh(reconciler),
                eggAtGitLab(address),
                sync,
                new Deployments(
                        adapters.storage(),
                        adapters.queue(),
                        leases,
                        sync,
                        runs,
                        settings.runner().heartbeat(),
                        clock),
                jobs);
        var periods = new DemandPoll.Periods(
                settings.demand().pollActive(), settings.demand().pollIdle());
        this.sweeps = new Sweeps(
                adapters.storage(),
                adapters.queue(),
                orphanSweep(clouds),
                new DemandPoll(adapters.storage(), adapters.queue(), periods, clock),
                new NestHook(adapters.storage(), adapters.gitlab(), adapters.secrets(), address, settings, clock),
                new CapacityRecount(adapters.storage(), adapters.queue(), leases, clock),
                clock);
        this.retention = new Retention(adapters.storage(), leases, clock);
        this.ghosts =
                new GhostSweep(adapters.storage(), adapters.gitlab(), adapters.secrets(), adapters.queue(), clock);
        this.binaryCheck =
                new BinaryCheck(adapters.storage(), adapters.binaries(), adapters.secrets(), leases, settings, clock);
        this.tofuRuns = runs;
        this.drift = new DriftSweep(adapters.storage(), adapters.queue(), runs, clock);
        this.duties = newDuties();
    }

    private OrphanSweep orphanSweep(Clouds clouds) {
        var targets = new EggTargets(adapters.storage(), adapters.secrets());
        var jobs = new OrphanJobs(adapters.storage(), adapters.gitlab(), targets, clock);
        return new OrphanSweep(adapters.storage(), clouds, jobs, clock);
    }

    private DemandRefresh demandRefresh(Reconciler reconciler) {
        return new DemandRefresh(
                adapters.storage(),
                adapters.gitlab(),
                new EggTargets(adapters.storage(), adapters.secrets()),
                new ProjectLook(adapters.storage(), adapters.gitlab(), clock),
                adapters.queue(),
                egg -> {
                    reconciler.reconcile(egg);
                    jobs.record(egg);
                },
                clock);
    }

    private EggAtGitLab eggAtGitLab(HookAddress address) {
        return new EggAtGitLab(
                adapters.storage(),
                adapters.gitlab(),
                new EggTargets(adapters.storage(), adapters.secrets()),
                new GroupDiscovery(adapters.storage(), adapters.gitlab(), clock),
                new HookKeeper(adapters.storage(), adapters.gitlab(), adapters.secrets(), address, settings, clock),
                leases,
                adapters.queue(),
                clock);
    }

    @Override
    public void start() {
        if (settings.local().runAs().isEmpty()) {
            log.info("local runners run jobs as this process's own user: for trusted jobs only");
        }
        duties = newDuties();
        var _ = Thread.ofVirtual().name("state-locks").start(tofuRuns::tryStates);
        consumers.start();
        sweeps.offer(duties, settings);
        retention.offer(duties);
        jobs.offer(duties);
        ghosts.offer(duties);
        drift.offer(duties);
        duties.every("binary-check", () -> settings.binaries().checkInterval(), binaryCheck::run);
        running = true;
    }

    @Override
    public void stop() {
        duties.close();
        consumers.stop();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private DutyRunner newDuties() {
        return new DutyRunner(
                leases,
                adapters.storage().leases(),
                clock,
                (duty, failure) -> log.warn("duty failed duty={} cause=\"{}\"", duty, failure.getMessage()));
    }
}
