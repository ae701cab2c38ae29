package io.polargosling.worker;

import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.lease.DutyRunner;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.queue.SqsQueue;
import io.polargosling.settings.Settings;
import io.polargosling.worker.consume.CommandConsumers;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.inventory.LocalInventory;
import io.polargosling.worker.reconcile.Reconciler;
import io.polargosling.worker.sweep.OrphanSweep;
import io.polargosling.worker.sweep.Sweeps;
import io.polargosling.worker.sync.NestSync;
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
    private final Leases leases;
    private final InstantSource clock = InstantSource.system();
    private volatile boolean running;
    private volatile DutyRunner duties;

    /** What the worker works with. */
    record Adapters(Storage storage, SqsQueue queue, Secrets secrets, GitLab gitlab) {}

    /**
     * @param apiUrl where runners reach the API
     * @param environment of this process
     */
    WorkerRuntime(Adapters adapters, Settings settings, String apiUrl, Map<String, String> environment) {
        this.adapters = adapters;
        this.settings = settings;
        this.leases = Leases.ofThisProcess(
                adapters.storage().leases(), settings.lease().ttl());
        var host = new LocalHost(
                settings.dataFolder(), apiUrl, settings.local().runAs().orElse(""), environment);
        var inventory = new LocalInventory(host);
        var reconciler = Reconciler.assemble(
                adapters.storage(),
                adapters.queue(),
                adapters.gitlab(),
                adapters.secrets(),
                leases,
                new Reconciler.Place(host, inventory, environment),
                settings,
                clock);
        this.consumers = new CommandConsumers(
                adapters.queue(),
                reconciler,
                new NestSync(adapters.storage(), adapters.queue(), leases, adapters.secrets(), settings, clock));
        this.sweeps =
                new Sweeps(adapters.storage(), adapters.queue(), new OrphanSweep(adapters.storage(), inventory), clock);
        this.duties = newDuties();
    }

    @Override
    public void start() {
        if (settings.local().runAs().isEmpty()) {
            log.info("local runners run jobs as this process's own user: for trusted jobs only");
        }
        duties = newDuties();
        consumers.start();
        sweeps.offer(duties, settings);
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
