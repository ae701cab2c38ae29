package io.polargosling.worker.reconcile;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.binary.BinaryBuild;
import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.NewBinary;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.RunnerSettings;
import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.runner.Lifetimes;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.gitlab.GitLabClient;
import io.polargosling.settings.Settings;
import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.simulator.server.JobSpec;
import io.polargosling.storage.object.ObjectStorage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.RunnerScript;
import io.polargosling.worker.SentCommands;
import io.polargosling.worker.binary.RunnerPrograms;
import io.polargosling.worker.compute.DoubleCloud;
import io.polargosling.worker.compute.FakeCloud;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.render.CloudFacts;
import io.polargosling.worker.render.ProviderMirror;
import io.polargosling.worker.render.Variant;
import io.polargosling.worker.tofu.ApplyRequest;
import io.polargosling.worker.tofu.CloudSources;
import io.polargosling.worker.tofu.Machine;
import io.polargosling.worker.tofu.OpenTofu;
import io.polargosling.worker.tofu.RunsOnDouble;
import io.polargosling.worker.tofu.Tofu;
import io.polargosling.worker.tofu.TofuProgram;
import io.polargosling.worker.tofu.TofuResult;
import io.polargosling.worker.tofu.VariantCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A worker's reconciler whose eggs go through the real OpenTofu into the double of AWS and Yandex Cloud. */
final class CloudBench implements AutoCloseable {

    static final String API = "https://gosling.example.com";
    private static final ProviderMirror MIRROR =
            new ProviderMirror(io.polargosling.worker.compute.ProviderMirror.find(), Optional.empty(), false);
    private static final String FOLDER = "b1g0000000000000000a";

    final MutableClock clock = MutableClock.create();
    final FakeCloud cloud;
    private final Map<CloudProvider, DoubleCloud> parts = new HashMap<>();
    final Storage storage;
    final SentCommands sent = new SentCommands();
    private final Path data;
    private final GitLabSimulator gitlab = WorkerBench.gitlab();
    private final Leases leases;
    private final Reconciler reconciler;
    private final Tofu tofu;
    private final List<Long> jobs = new ArrayList<>();
    private int revisions;
    /** What the worker proves itself to AWS with. */
    Supplier<Map<String, SecretValue>> credentials = () -> RunsOnDouble.AWS;

    CloudBench(Path data, Storage storage, Secrets secrets) {
        this.data = data;
        this.storage = storage;
        clock.set(Instant.now());
        cloud = FakeCloud.in(data.resolveSibling(data.getFileName() + "-cloud"));
        for (var provider : List.of(CloudProvider.AWS, CloudProvider.YANDEX)) {
            parts.put(provider, DoubleCloud.of(cloud, provider));
        }
        leases = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60));
        var host = new LocalHost(data, API, "", Map.of());
        var settings = new Binder(new MapConfigurationPropertySource(Map.of("gosling.data", data.toString())))
                .bindOrCreate("gosling", Bindable.of(Settings.class));
        var clouds = new HashMap<CloudProvider, Cloud>();
        parts.forEach((provider, part) -> clouds.put(provider, part.asCloud()));
        tofu = RunsOnDouble.of(
                new TofuProgram(Map.of("TOFU_BINARY", program().toString())),
                data,
                _ -> MIRROR,
                host,
                storage,
                secrets,
                new CloudSources(this::facts, new RunnerPrograms(library()), () -> Duration.ofHours(12)),
                () -> credentials.get(),
                clock);
        reconciler = Reconciler.assemble(
                storage,
                sent,
                GitLabClient.open(),
                secrets,
                leases,
                new Reconciler.Place(host, Clouds.of(clouds), tofu),
                settings,
                clock);
    }

    /** What is at {@code provider}. */
    DoubleCloud at(CloudProvider provider) {
        return Objects.requireNonNull(parts.get(provider));
    }

    private CloudFacts facts() {
        var home = new CloudFacts.Home(
                CloudProvider.YANDEX,
                Optional.of("ru-central1"),
                Optional.of("ru-central1-a"),
                Optional.of(FOLDER),
                List.of("e9b00000000000000001"),
                Optional.empty(),
                Optional.empty());
        return new CloudFacts(
                "nest",
                CloudFacts.PREFIX,
                Optional.of(API),
                Optional.of(home),
                Optional.empty(),
                new Lifetimes(Duration.ofMinutes(60), Duration.ofMinutes(10)));
    }

    /** The real OpenTofu, with the fake cloud's folder, which no other program is told. */
    private Path program() {
        return RunnerScript.write(
                data.resolve("bin/tofu"),
                "export GOSLING_FAKE_CLOUD='" + cloud.folder() + "'\nexec '"
                        + OpenTofu.find().path() + "' \"$@\"");
    }

    /** Programs that machines can fetch. */
    private BinaryLibrary library() {
        var files = ObjectStorage.files(data.resolve("objects"));
        var reachable = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (_, method, arguments) -> {
                    if (method.getName().equals("signedUrl")) {
                        return Optional.of(URI.create("https://objects.example.com/" + arguments[0] + "?signed"));
                    }
                    try {
                        return method.invoke(files, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        var library = new BinaryLibrary(storage.binaries(), reachable, clock);
        for (var binary : List.of(BinaryName.GOSLING, BinaryName.GITLAB_RUNNER)) {
            var _ = library.publish(
                    new NewBinary(binary, new BinaryBuild("1.2.3", "linux-amd64"), "test", "test"),
                    ObjectContent.of(binary.word().getBytes(StandardCharsets.UTF_8)));
            var _ = library.activate(binary, "1.2.3", "test");
        }
        return library;
    }

    /** A place where {@code variant} makes runners. */
    static Placement place(Variant variant, String zone) {
        boolean aws = variant.provider() == CloudProvider.AWS;
        var digest = "@sha256:" + "ab".repeat(32);
        var image = switch (variant) {
            case AWS_SERVERLESS, AWS_LAMBDA ->
                Optional.of("123456789012.dkr.ecr.eu-central-1.amazonaws.com/runner" + digest);
            case YANDEX_SERVERLESS -> Optional.of("cr.yandex/crp00000000000000001/runner" + digest);
            case AWS_VM, YANDEX_VM, LOCAL -> Optional.<String>empty();
        };
        var region = aws ? "eu-central-1" : "ru-central1";
        return new Placement(
                variant.provider(),
                Optional.of(region),
                Optional.of(aws ? region + zone : region + "-" + zone),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                image);
    }

    /** An egg of the bench's project whose runners are made at {@code places}. */
    EggConfig egg(EggName name, Optional<RunnerKind> type, Placement... places) {
        var plain = WorkerBench.egg(gitlab, 3);
        var jobs = new JobFilter(Set.of("web", "long-running"), false, false);
        var settings = new RunnerSettings(
                jobs,
                plain.runner().agent(),
                plain.runner().maxRunners(),
                plain.runner().idleTimeout());
        return new EggConfig(name, type, List.of(places), plain.resources(), settings, plain.gitlab(), plain.options());
    }

    EggName store(EggConfig config) {
        var lease = leases.tryTake("nest-sync").orElseThrow();
        var audit = audit(config.name());
        var hash = Samples.hash("abcdef".charAt(revisions++));
        storage.eggs().apply(config, hash, Samples.COMMIT, clock.instant(), audit, lease.fence());
        storage.leases().release(lease, Optional.empty());
        return config.name();
    }

    /** As a sync does that does not find the egg any more. */
    void remove(EggName egg) {
        var lease = leases.tryTake("nest-sync").orElseThrow();
        storage.eggs().changeState(egg, EggState.REMOVED, Optional.of("gone"), audit(egg), lease.fence());
        storage.leases().release(lease, Optional.empty());
    }

    private AuditEntry audit(EggName egg) {
        return AuditEntry.of(clock.instant(), "test", "egg.applied", "egg/" + egg, Map.of());
    }

    /** A job that the eggs take. */
    void enqueue(String... moreTags) {
        var tags = new ArrayList<>(List.of("web"));
        tags.addAll(List.of(moreTags));
        jobs.add(gitlab.enqueueJobSilently(
                JobSpec.of(WorkerBench.PROJECT, "job", "true").withTags(tags.toArray(String[]::new))));
    }

    /** Nobody wants the jobs any more. */
    void cancelJobs() {
        jobs.forEach(gitlab::cancelJob);
        jobs.clear();
    }

    /** One look, when what the clouds listed before is forgotten. */
    void reconcile(EggName egg) {
        clock.advance(Duration.ofSeconds(20));
        reconciler.reconcile(egg);
    }

    List<Runner> runners(EggName egg) {
        return storage.runners().ofEgg(egg);
    }

    /** Orders the end of every runner. */
    void orderEnd(EggName egg) {
        var order = new PendingOrder(PendingOrder.Kind.TERMINATE, "test", "test");
        runners(egg)
                .forEach(runner -> storage.runners().write(RunnerWrite.unfenced(runner.withOrder(Optional.of(order)))));
    }

    /** A run though nobody asks for one. */
    TofuResult run(EggName name) {
        Egg egg = storage.eggs().find(name).orElseThrow();
        var fleet = runners(name);
        var machines = fleet.stream()
                .map(runner -> new Machine(runner, (EggConfig) egg.config(), Optional.empty()))
                .toList();
        var plans = storage.plans()
                .ofEgg(name, PageRequest.first(VariantCalls.PLANS))
                .items();
        var request = new ApplyRequest(
                egg.active(),
                PlanOrigin.of(PlanKind.RECONCILE),
                machines,
                Set.of(),
                Set.of(),
                Set.of(),
                VariantCalls.of(egg, plans, fleet));
        var taken = leases.tryTake("egg:" + name).orElseThrow();
        try (var lease = new HeldLease(taken, leases)) {
            return tofu.run(request, lease, _ -> {});
        } finally {
            storage.leases().release(taken, Optional.empty());
        }
    }

    /** How many folders of runs there are, of plans that came to nothing too. */
    long runs(EggName egg) {
        try (var folders = Files.list(data.resolve("runs").resolve(egg.value()))) {
            return folders.count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** The files below the data folder that hold {@code text}, by their names. */
    List<String> filesWith(String text) {
        try (var files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, text))
                    .map(file -> data.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The types of all that exists, in order. */
    List<String> types() {
        return cloud.resources().stream().map(FakeCloud.Resource::type).sorted().toList();
    }

    @Override
    public void close() {
        gitlab.close();
        storage.close();
        try (var files = Files.walk(data)) {
            // The clean-up of a test's folder complains about links out of it.
            for (var link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
