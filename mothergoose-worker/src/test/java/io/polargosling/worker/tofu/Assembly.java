package io.polargosling.worker.tofu;

import io.polargosling.domain.binary.BinaryLibrary;
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
import java.util.Optional;

/** The parts of OpenTofu's runs put together for tests. */
final class Assembly {

    static final MemoryBounds MEMORY = MemoryBounds.ofHost(new HostMemory());

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
        return parts(data, host, storage, secrets, clock, _ -> new ProviderMirror(data, Optional.empty(), false));
    }

    static Tofu.Parts parts(
            Path data, LocalHost host, Storage storage, Secrets secrets, InstantSource clock, Mirrors mirrors) {
        var folders = new RunFolders(data);
        var states = new LocalStates(folders);
        var workspaces = new Workspaces(
                new WorkspaceRenderer(), new StateKey(secrets), states, mirrors, host, MEMORY, NO_CLOUDS);
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
