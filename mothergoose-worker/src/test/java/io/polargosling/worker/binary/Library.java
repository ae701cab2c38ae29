package io.polargosling.worker.binary;

import io.polargosling.domain.binary.AddOutcome;
import io.polargosling.domain.binary.BinaryBuild;
import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.NewBinary;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.object.ObjectStorage;
import java.nio.file.Path;
import java.time.InstantSource;

/** A library of builds for this host. */
public final class Library {

    public final BinaryLibrary binaries;
    public final Path folder;

    /** In {@code storage} and {@code folder}. */
    public Library(Storage storage, Path folder, InstantSource clock) {
        this.folder = folder;
        this.binaries = new BinaryLibrary(storage.binaries(), ObjectStorage.files(folder), clock);
    }

    /** Adds a build for this host. */
    public Library with(BinaryName binary, String version, ObjectContent content) {
        var offered = new NewBinary(binary, new BinaryBuild(version, StoredPrograms.platform()), "upload", "ann");
        if (binaries.publish(offered, content) instanceof AddOutcome.Different) {
            throw new IllegalStateException(version + " is there with other content");
        }
        return this;
    }

    /** Where the bytes of a build lie. */
    public Path object(BinaryName binary, String version) {
        return folder.resolve("objects/" + binary.key(new BinaryBuild(version, StoredPrograms.platform())) + "@");
    }
}
