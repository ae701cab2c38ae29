package io.polargosling.worker.reconcile;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabBinding;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.RunnerSettings;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerPulse;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.token.TokenHash;
import io.polargosling.gitlab.GitLabClient;
import io.polargosling.secrets.LocalSecrets;
import io.polargosling.settings.Settings;
import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.simulator.server.JobSpec;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.storage.object.ObjectStorage;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.RunnerScript;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.inventory.LocalInventory;
import io.polargosling.worker.mirror.CachedMirror;
import io.polargosling.worker.tofu.CloudSources;
import io.polargosling.worker.tofu.Tofu;
import io.polargosling.worker.tofu.TofuProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A worker's reconciler on real parts: H2, ElasticMQ, a keystore, OpenTofu, and the GitLab stand-in. */
final class WorkerBench implements AutoCloseable {

    static final long PROJECT = 101;
    static final String API_TOKEN = "glpat-bench";

    final Path data;
    final Storage storage;
    final LocalInventory inventory;
    final Leases leases;
    final Reconciler reconciler;

    /** A keystore for any number of benches, since opening one is slow by design. */
    static Secrets keystore(Path folder) {
        var secrets = LocalSecrets.open(folder, Optional.empty(), false);
        secrets.write(SecretUri.of("local://bench/api-token"), SecretValue.of(API_TOKEN));
        return secrets;
    }

    /** A GitLab stand-in with the bench's project. */
    static GitLabSimulator gitlab() {
        try {
            var gitlab = GitLabSimulator.start(GitLabSimulator.Options.defaults());
            gitlab.createProject(PROJECT, "team/web");
            gitlab.setAccessToken(API_TOKEN);
            return gitlab;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param variables over those of this process */
    WorkerBench(
            Path data,
            Secrets secrets,
            CommandQueue queue,
            Map<String, String> settings,
            Map<String, String> variables) {
        this(JdbcStorage.embedded(data), data, secrets, queue, settings, variables);
    }

    /** A bench on a database that others may use too. */
    WorkerBench(
            Storage storage,
            Path data,
            Secrets secrets,
            CommandQueue queue,
            Map<String, String> settings,
            Map<String, String> variables) {
        this.data = data;
        this.storage = storage;
        if (!Files.exists(data.resolve("bin/gosling"))) {
            RunnerScript.write(data.resolve("bin/gosling"), "env > env\n" + RunnerScript.STAYS);
        }
        leases = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60));
        var environment = new HashMap<>(System.getenv());
        environment.put("PATH", data.resolve("bin") + ":" + System.getenv("PATH"));
        environment.putAll(variables);
        var host = new LocalHost(data, "http://127.0.0.1:1", "", environment);
        inventory = new LocalInventory(host);
        var bound = bind(settings);
        var binaries = new BinaryLibrary(
                storage.binaries(), ObjectStorage.files(data.resolve("objects")), InstantSource.system());
        var mirrors = CachedMirror.of(storage.infrastructure(), bound, InstantSource.system());
        var tofu = Tofu.of(
                new TofuProgram(environment),
                mirrors,
                host,
                storage,
                secrets,
                bound,
                CloudSources.of(storage, binaries, bound, "http://127.0.0.1:1"),
                InstantSource.system());
        reconciler = Reconciler.assemble(
                storage,
                queue,
                GitLabClient.open(),
                secrets,
                leases,
                new Reconciler.Place(host, Clouds.of(Map.of(CloudProvider.LOCAL, LocalInventory.cloud(host))), tofu),
                bound,
                InstantSource.system());
    }

    private Settings bind(Map<String, String> changed) {
        var values = new HashMap<String, Object>(changed);
        values.put("gosling.data", data.toString());
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("gosling", Bindable.of(Settings.class));
    }

    /** An egg of the bench's project on {@code gitlab}, for jobs with the tag {@code web}. */
    static EggConfig egg(GitLabSimulator gitlab, int maxRunners) {
        var sample = Samples.eggConfig("web", PROJECT);
        var secret = SecretUri.of("local://bench/api-token");
        return new EggConfig(
                sample.name(),
                Optional.of(RunnerKind.VM),
                List.of(Placement.local()),
                sample.resources(),
                new RunnerSettings(
                        new JobFilter(Set.of("web"), false, false),
                        sample.runner().agent(),
                        maxRunners,
                        Duration.ofMinutes(10)),
                new GitLabBinding(
                        GitLabServer.ofUrl(gitlab.url()),
                        new TargetScope.Project(PROJECT),
                        secret,
                        secret,
                        Optional.empty()),
                sample.options());
    }

    /** Puts jobs that the egg takes into {@code gitlab}; their ids. */
    static List<Long> enqueue(GitLabSimulator gitlab, int jobs) {
        return IntStream.range(0, jobs)
                .mapToObj(i -> gitlab.enqueueJobSilently(
                        JobSpec.of(PROJECT, "job-" + i, "true").withTags("web")))
                .toList();
    }

    /** Stores the egg as a sync would. */
    EggName store(EggConfig config) {
        var lease = leases.tryTake("nest-sync").orElseThrow();
        var audit = AuditEntry.of(java.time.Instant.now(), "test", "egg.applied", "egg/" + config.name(), Map.of());
        storage.eggs().apply(config, Samples.hash('a'), Samples.COMMIT, java.time.Instant.now(), audit, lease.fence());
        storage.leases().release(lease, Optional.empty());
        return config.name();
    }

    List<Runner> runners(EggName egg) {
        return storage.runners().ofEgg(egg);
    }

    /** What the API writes when a machine enrols and reports that it has no job. */
    Runner reportsIdle(Runner runner, long gitlabRunner) {
        var pulse = new RunnerPulse(
                Optional.of(java.time.Instant.now()),
                runner.pulse().sequence() + 1,
                List.of(),
                false,
                Optional.empty(),
                0);
        var heard = runner.withPulse(pulse).withIdentity(runner.identity().enrolled(TokenHash.of("t"), gitlabRunner));
        if (runner.state() == RunnerState.PROVISIONING) {
            heard = write(heard.moveTo(RunnerState.ACTIVE, java.time.Instant.now(), Optional.empty()));
        }
        return heard.state() == RunnerState.ACTIVE
                ? write(heard.moveTo(RunnerState.IDLE, java.time.Instant.now(), Optional.empty()))
                : write(heard);
    }

    /** What UglyFox writes. */
    Runner order(Runner runner, String reason) {
        return write(runner.withOrder(Optional.of(new PendingOrder(PendingOrder.Kind.TERMINATE, reason, "uglyfox"))));
    }

    Runner write(Runner runner) {
        return storage.runners().write(RunnerWrite.unfenced(runner)).getFirst();
    }

    /** Folders of runs in which a plan was applied. */
    long applies(EggName egg) {
        try (var runs = Files.list(data.resolve("runs").resolve(egg.value()))) {
            return runs.filter(run -> Files.exists(run.resolve("apply.jsonl"))).count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** A lease owner that is dead for certain: a process of this host that has ended. */
    static HostProcess deadProcess() throws IOException, InterruptedException {
        var process = new ProcessBuilder("sleep", "60").start();
        var identity = new HostProcess(
                HostProcess.thisHost(),
                process.pid(),
                HostProcess.startOf(process.pid()).orElseThrow());
        process.destroyForcibly().waitFor();
        return identity;
    }

    @Override
    public void close() {
        inventory.list().forEach(machine -> inventory.delete(machine.runner()));
        storage.close();
    }
}
