package io.polargosling.worker.tofu;

import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.object.ObjectStorage;
import io.polargosling.testkit.memory.MemoryStorage;
import io.polargosling.worker.binary.RunnerPrograms;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.render.ProviderMirror;
import io.polargosling.worker.render.WorkspaceRenderer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The parts of OpenTofu's runs put together for tests. */
final class Assembly {

    static final MemoryBounds MEMORY = MemoryBounds.ofHost(new HostMemory());

    /** What AWS would be called with; moto takes any. */
    static final Map<String, SecretValue> AWS = Map.of(
            "AWS_ACCESS_KEY_ID",
            SecretValue.of("planted-access-key"),
            "AWS_SECRET_ACCESS_KEY",
            SecretValue.of("planted-secret-key"),
            "AWS_SESSION_TOKEN",
            SecretValue.of("planted-session-token"));

    /** For eggs of this host, which ask for nothing of a cloud. */
    static final CloudSources NO_CLOUDS = new CloudSources(
            () -> {
                throw new IllegalStateException("a local egg asks for clouds");
            },
            new RunnerPrograms(new BinaryLibrary(
                    MemoryStorage.empty().binaries(), ObjectStorage.files(Path.of("nowhere")), InstantSource.system())),
            () -> {
                throw new IllegalStateException("a local egg asks for an age");
            });

    private Assembly() {}

    static Tofu.Parts parts(Path data, LocalHost host, Storage storage, Secrets secrets, InstantSource clock) {
        return parts(data, host, storage, secrets, clock, new LocalStates(new RunFolders(data)));
    }

    /** With states that lie elsewhere than in the data folder. */
    static Tofu.Parts parts(
            Path data, LocalHost host, Storage storage, Secrets secrets, InstantSource clock, States states) {
        return parts(
                data,
                host,
                storage,
                secrets,
                clock,
                states,
                _ -> new ProviderMirror(data, Optional.empty(), false),
                NO_CLOUDS,
                () -> AWS);
    }

    static Tofu.Parts parts(
            Path data, LocalHost host, Storage storage, Secrets secrets, InstantSource clock, Mirrors mirrors) {
        return parts(
                data,
                host,
                storage,
                secrets,
                clock,
                new LocalStates(new RunFolders(data)),
                mirrors,
                NO_CLOUDS,
                () -> AWS);
    }

    static Tofu.Parts parts(
            Path data,
            LocalHost host,
            Storage storage,
            Secrets secrets,
            InstantSource clock,
            States states,
            Mirrors mirrors,
            CloudSources clouds,
            Supplier<Map<String, SecretValue>> aws) {
        var folders = new RunFolders(data);
        var workspaces = new Workspaces(
                new WorkspaceRenderer(),
                new StateKey(secrets),
                new CloudCredentials(aws, Map.of()),
                states,
                mirrors,
                host,
                MEMORY,
                clouds);
        return new Tofu.Parts(workspaces, folders, states, storage, clock);
    }

    static Tofu.Bounds bounds() {
        return Tofu.Bounds.ofHost(2);
    }

    /** Bounds with one limit for every phase of every kind. */
    static Tofu.Bounds bounds(Duration limit, Duration killAfter, MemoryBounds memory) {
        var limits = new PhaseLimits(limit, limit, limit, killAfter);
        return new Tofu.Bounds(new RunSlots(2, new HostMemory()::available), memory, limits, limits);
    }
}
