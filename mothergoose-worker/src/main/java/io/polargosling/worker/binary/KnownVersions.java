package io.polargosling.worker.binary;

import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.nest.NestRules;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Tells which versions an egg may ask for. */
public final class KnownVersions {

    private final BinaryLibrary library;
    private final Supplier<Optional<String>> machines;

    /** @param machines the version of the OpenTofu of this machine, when there is one */
    public KnownVersions(BinaryLibrary library, Supplier<Optional<String>> machines) {
        this.library = library;
        this.machines = machines;
    }

    /** Those that are stored, and the OpenTofu of this machine. */
    public NestRules.Versions now() {
        var opentofu = stored(BinaryName.OPENTOFU);
        machines.get().ifPresent(opentofu::add);
        return new NestRules.Versions(stored(BinaryName.GOSLING), opentofu);
    }

    private Set<String> stored(BinaryName binary) {
        var versions = new TreeSet<String>();
        library.all(binary).forEach(build -> versions.add(build.build().version()));
        return versions;
    }
}
