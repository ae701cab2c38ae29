package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.worker.render.WorkspaceRenderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A folder per run, readable by nobody else: {@code runs/EGG/RUN}, of which the newest few are kept for their output. */
public final class RunFolders {

    static final String PLAN_FILE = "plan.bin";
    private static final String ERRORED_STATE = "errored.tfstate";
    private static final int KEPT = 10;
    /** No plan takes this long, so a folder this old belongs to a process that died. */
    private static final Duration DRY_RUN_IS_DEAD = Duration.ofHours(1);

    private static final FileAttribute<?> OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

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

    /** Makes the folder of a new run, and removes the oldest and what dead runs left behind. */
    Path make(EggName egg, UUID run) {
        var folder = of(egg, run);
        try {
            makeShared(egg);
            var others = others(egg);
            for (var old : others.subList(Math.min(KEPT - 1, others.size()), others.size())) {
                removeTree(old);
            }
            return Files.createDirectory(folder, OWNER);
        } catch (IOException | UncheckedIOException e) {
            throw new UnavailableException("making the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Makes a folder for a look that leaves nothing behind, and removes those whose process died. */
    Path makeForDryRun(EggName egg, UUID id, Instant now) {
        var folders = data.resolve("dry-runs");
        try {
            makeShared(egg);
            Files.createDirectories(folders, OWNER);
            for (var old : newestFirst(folders)) {
                if (modified(old).toInstant().plus(DRY_RUN_IS_DEAD).isBefore(now)) {
                    removeTree(old);
                }
            }
            return Files.createDirectory(folders.resolve(id.toString()), OWNER);
        } catch (IOException | UncheckedIOException e) {
            throw new UnavailableException("making a folder in " + folders + ": " + e.getMessage(), e);
        }
    }

    private void makeShared(EggName egg) throws IOException {
        Files.createDirectories(stateFolder(egg), OWNER);
        Files.createDirectories(ofEgg(egg), OWNER);
    }

    /** The folders of the egg's runs, newest first. */
    List<Path> others(EggName egg) {
        try {
            return newestFirst(ofEgg(egg));
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** Removes what a closed run leaves behind that is more than its output. */
    void removeInputs(EggName egg, UUID run) {
        removeInputs(of(egg, run));
    }

    /** As above, of any folder. */
    static void removeInputs(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(PLAN_FILE));
            Files.deleteIfExists(folder.resolve(WorkspaceRenderer.VARIABLES));
        } catch (IOException e) {
            throw new UnavailableException("tidying the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Puts a state that OpenTofu could not save where no later run removes it.
     *
     * @return where it is now; empty when there is none
     */
    Optional<Path> keepErroredState(EggName egg, UUID run) {
        var file = of(egg, run).resolve(ERRORED_STATE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var kept = erroredStates(egg).resolve(run + ".tfstate");
        try {
            Files.createDirectories(kept.getParent(), OWNER);
            return Optional.of(Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE));
        } catch (IOException e) {
            throw new UnavailableException("keeping the state " + file + ": " + e.getMessage(), e);
        }
    }

    /** True, once, when states were kept for the egg and are there no more. */
    boolean erroredStatesWereRemoved(EggName egg) {
        try {
            return Files.deleteIfExists(erroredStates(egg));
        } catch (IOException e) {
            // There are still some.
            return false;
        }
    }

    private Path erroredStates(EggName egg) {
        return data.resolve("errored-states").resolve(egg.value());
    }

    /** What {@code phase} said. */
    TofuEvents events(EggName egg, UUID run, TofuPhase phase) {
        return events(of(egg, run), phase);
    }

    /** As above, of any folder. */
    static TofuEvents events(Path folder, TofuPhase phase) {
        try {
            return TofuEvents.read(PhaseProcess.output(folder, phase));
        } catch (IOException e) {
            throw new UnavailableException("reading the output in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Removes a folder with everything in it. */
    static void removeTree(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Somebody else was quicker.
            return;
        }
    }

    private static List<Path> newestFirst(Path folder) throws IOException {
        try (var listed = Files.list(folder)) {
            return listed.sorted(Comparator.comparing(RunFolders::modified).reversed())
                    .toList();
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
