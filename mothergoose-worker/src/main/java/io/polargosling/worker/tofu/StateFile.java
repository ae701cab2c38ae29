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
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A state that lies in a file: its serial, which encryption leaves readable, and the note of who has locked it. */
final class StateFile {

    private static final Logger log = LoggerFactory.getLogger(StateFile.class);
    /** The note says the second, the record the microsecond. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    /** How often the state was written; empty when there is none yet, or it does not tell. */
    OptionalLong serial() {
        try (var in = Files.newInputStream(file);
                var parser = JsonMapper.shared().createParser(in)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME && "serial".equals(parser.currentName())) {
                    return parser.nextToken() == JsonToken.VALUE_NUMBER_INT
                            ? OptionalLong.of(parser.getLongValue())
                            : OptionalLong.empty();
                }
                if (token == JsonToken.START_OBJECT && parser.currentName() != null) {
                    parser.skipChildren();
                }
            }
            return OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException | JacksonException e) {
            throw new UnavailableException("reading the serial of " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Removes the lock that a run left, which must have ended: only one that was made while it lasted, by a process of
     * this host, and that no process holds.
     *
     * @param run of this host
     */
    void unlockAfter(TofuRun run) {
        var note = file.resolveSibling("." + file.getFileName() + ".lock.info");
        try {
            var lock = JsonMapper.shared().readTree(Files.readAllBytes(note));
            var refusal = refusal(lock, run);
            if (refusal.isEmpty()) {
                Files.deleteIfExists(note);
                log.info(
                        "removed the lock of an ended run egg={} run={} lock={}",
                        run.egg(),
                        run.id(),
                        lock.path("ID").asString(""));
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

    private Optional<String> refusal(JsonNode lock, TofuRun run) throws IOException {
        var created = instant(lock.path("Created").asString(""));
        if (created.isEmpty()
                || created.get().isBefore(run.startedAt().minus(ROUNDING))
                || created.get().isAfter(run.step().killBy())) {
            return Optional.of("made at " + created.map(Instant::toString).orElse("no time") + ", outside of the run");
        }
        var who = lock.path("Who").asString("");
        if (!who.endsWith("@" + hostName())) {
            return Optional.of("made by " + who + ", not on this host");
        }
        return isHeld() ? Optional.of("held by a process") : Optional.empty();
    }

    /** OpenTofu locks the file itself, and such a lock ends with its process. */
    private boolean isHeld() throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            try (var lock = channel.tryLock()) {
                return lock == null;
            }
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** As OpenTofu asks for it. */
    static String hostName() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    }
}
