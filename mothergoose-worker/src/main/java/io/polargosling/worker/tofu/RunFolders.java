package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.worker.render.WorkspaceRenderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** A folder per run, readable by nobody else: {@code runs/EGG/RUN}, of which the newest few are kept for their output. */
public final class RunFolders {

    static final String PLAN_FILE = "plan.bin";
    private static final int KEPT = 10;

    private final Path data;

    /** Folders below {@code data}, an absolute path. */
    public RunFolders(Path data) {
        this.data = data;
    }

    Path of(EggName egg, UUID run) {
        return ofEgg(egg).resolve(run.toString());
    }

    private Path ofEgg(EggName egg) {
        return data.resolve("runs").resolve(egg.value());
    }

    Path state(EggName egg) {
        return stateFolder(egg).resolve("terraform.tfstate");
    }

    private Path stateFolder(EggName egg) {
        return data.resolve("tofu-states").resolve(egg.value());
    }

    Path mirror() {
        return data.resolve("tofu-mirror");
    }

    /** Makes the folder of a new run and removes the oldest. */
    Path make(EggName egg, UUID run) {
        var folder = of(egg, run);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        try {
            Files.createDirectories(stateFolder(egg), owner);
            Files.createDirectories(mirror(), owner);
            Files.createDirectories(ofEgg(egg), owner);
            removeOldest(ofEgg(egg));
            return Files.createDirectory(folder, owner);
        } catch (IOException e) {
            throw new UnavailableException("making the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Removes what a closed run leaves behind that is more than its output. */
    void removeInputs(EggName egg, UUID run) {
        var folder = of(egg, run);
        try {
            Files.deleteIfExists(folder.resolve(PLAN_FILE));
            Files.deleteIfExists(folder.resolve(WorkspaceRenderer.VARIABLES));
        } catch (IOException e) {
            throw new UnavailableException("tidying the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /** What {@code phase} said. */
    TofuEvents events(EggName egg, UUID run, TofuPhase phase) {
        try {
            return TofuEvents.read(PhaseProcess.output(of(egg, run), phase));
        } catch (IOException e) {
            throw new UnavailableException("reading the output of run " + run + ": " + e.getMessage(), e);
        }
    }

    private static void removeOldest(Path eggFolder) throws IOException {
        List<Path> runs;
        try (var listed = Files.list(eggFolder)) {
            runs = listed.sorted(Comparator.comparing(RunFolders::modified).reversed())
                    .skip(KEPT - 1L)
                    .toList();
        }
        for (var run : runs) {
            try (var files = Files.walk(run)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
