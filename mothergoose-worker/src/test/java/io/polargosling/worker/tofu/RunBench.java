package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.secrets.LocalSecrets;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.RunnerScript;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.inventory.LocalInventory;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.render.Variant;
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
import java.util.function.Function;

/** Runs of the real OpenTofu for one egg whose runners are processes that do nothing. */
final class RunBench implements AutoCloseable {

    static final EggName EGG = EggName.of("web");
    static final RunnerId A = RunnerId.of("aaaaaaaaaaaa");
    static final RunnerId B = RunnerId.of("bbbbbbbbbbbb");
    static final EggRevision REVISION =
            new EggRevision(EGG, 1, Samples.eggConfig("web"), Samples.hash('a'), Samples.COMMIT, Samples.NOW);
    static final VariantCalls LOCAL = new VariantCalls(Set.of(Variant.LOCAL), Set.of());

    final Path data;
    final Storage storage;
    final Leases leases;
    final HeldLease lease;
    final LocalHost host;
    final LocalInventory inventory;
    final Secrets secrets;
    final Tofu.Parts parts;
    final Tofu tofu;
    private final Map<String, String> environment;

    RunBench(Path data) {
        this(data, InstantSource.system());
    }

    RunBench(Path data, InstantSource clock) {
        this(data, clock, _ -> new LocalStates(new RunFolders(data)));
    }

    /** Runs whose states lie elsewhere than in the data folder. */
    RunBench(Path data, InstantSource clock, Function<Storage, States> states) {
        this.data = data;
        storage = JdbcStorage.embedded(data);
        leases = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60));
        lease = new HeldLease(leases.tryTake("egg:web").orElseThrow(), leases);
        RunnerScript.write(data.resolve("bin/gosling"), RunnerScript.STAYS);
        environment = new HashMap<>(System.getenv());
        environment.put("PATH", data.resolve("bin") + ":" + System.getenv("PATH"));
        host = new LocalHost(data, "http://127.0.0.1:1", "", environment);
        inventory = new LocalInventory(host);
        secrets = LocalSecrets.open(data, Optional.empty(), false);
        parts = Assembly.parts(data, host, storage, secrets, clock, states.apply(storage));
        tofu = new Tofu(new TofuProgram(environment), parts, Assembly.bounds());
    }

    /** Runs of another program than the machine's own. */
    Tofu tofuOf(Path program, Tofu.Bounds bounds) {
        var changed = new HashMap<>(environment);
        changed.put("TOFU_BINARY", program.toString());
        return new Tofu(new TofuProgram(changed), parts, bounds);
    }

    /** The real OpenTofu, with {@code before} carried out in the run's folder ahead of it; {@code $1} is the phase. */
    Path wrapped(String before) {
        return RunnerScript.write(
                data.resolve("bin/wrapped-tofu"),
                before + "\nexec '" + OpenTofu.find().path() + "' \"$@\"");
    }

    TofuResult make(RunnerId runner) {
        return run(request(Set.of(runner), Set.of(runner), Set.of()));
    }

    TofuResult run(ApplyRequest request) {
        return tofu.run(request, lease, changes -> {});
    }

    static ApplyRequest request(Set<RunnerId> wanted, Set<RunnerId> mayCreate, Set<RunnerId> mayDestroy) {
        return new ApplyRequest(
                REVISION, PlanOrigin.of(PlanKind.RECONCILE), machines(wanted), mayCreate, mayDestroy, Set.of(), LOCAL);
    }

    static List<Machine> machines(Set<RunnerId> runners) {
        var config = (EggConfig) REVISION.config();
        return runners.stream()
                .map(id -> new Machine(Samples.runner(EGG, id, Pool.APEX, Samples.NOW), config, Optional.empty()))
                .toList();
    }

    StateKeys keys() {
        return new StateKey(secrets).keys();
    }

    List<Plan> plans() {
        return storage.plans().ofEgg(EGG, PageRequest.first(10)).items();
    }

    /** Files of runs with that name, the newest run's first. */
    List<Path> filesNamed(String name) {
        return parts.folders().others(EGG).stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::exists)
                .toList();
    }

    /** Everything below the data folder that a run may leave. */
    List<Path> filesLeft() {
        try (var files = Files.walk(data)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        lease.close();
        inventory.list().forEach(machine -> inventory.delete(machine.runner()));
        storage.close();
    }
}
