package io.polargosling.worker.tofu;

import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.TofuRun;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** A state that lies in a file: what of it is readable, and the note of who has locked it. */
final class StateFile {

    private static final Logger log = LoggerFactory.getLogger(StateFile.class);

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    /** What is readable of the state; empty when there is none yet. */
    Optional<StateHead> head() {
        try (var in = Files.newInputStream(file)) {
            return Optional.of(StateHead.read(in));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JacksonException e) {
            throw new UnavailableException("reading the serial of " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Removes the lock that a run left, which must have ended: only one that was made while it lasted, by a process of
     * its host, and that no process holds.
     */
    void unlockAfter(TofuRun run) {
        var path = file.resolveSibling("." + file.getFileName() + ".lock.info");
        try {
            var note = LockNote.parse(Files.readString(path));
            var refusal = note.refusal(run).or(() -> isHeld() ? Optional.of("held by a process") : Optional.empty());
            if (refusal.isEmpty()) {
                Files.deleteIfExists(path);
                log.info("removed the lock of an ended run egg={} run={} lock={}", run.egg(), run.id(), note.id());
            } else {
                log.warn("left a lock alone egg={} run={} cause=\"{}\"", run.egg(), run.id(), refusal.get());
            }
        } catch (NoSuchFileException e) {
            // No lock was left, as is usual.
            return;
        } catch (IOException | JacksonException e) {
            log.warn("left a lock alone egg={} run={} cause=\"{}\"", run.egg(), run.id(), e.getMessage());
        }
    }

    /** OpenTofu locks the file itself, and such a lock ends with its process. */
    private boolean isHeld() {
        if (!Files.exists(file)) {
            return false;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException | IOException e) {
            // It cannot be told, so nothing may be removed.
            return true;
        }
    }
}
