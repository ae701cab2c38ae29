package io.polargosling.worker.tofu;

import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.run.TofuRun;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What OpenTofu notes beside a state while it has locked it.
 *
 * @param who {@code USER@HOST}
 * @param created empty when it does not tell
 */
record LockNote(String id, String who, Optional<Instant> created) {

    /** The note says the second, the record the microsecond. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    /** @throws tools.jackson.core.JacksonException when {@code json} is none */
    static LockNote parse(String json) {
        var note = JsonMapper.shared().readTree(json);
        return new LockNote(
                note.path("ID").asString(""),
                note.path("Who").asString(""),
                instant(note.path("Created").asString("")));
    }

    /** Why the lock may not have been left by {@code run}; empty when it was made while that lasted, by its host. */
    Optional<String> refusal(TofuRun run) {
        if (created.isEmpty()
                || created.get().isBefore(run.startedAt().minus(ROUNDING))
                || created.get().isAfter(run.step().killBy())) {
            return Optional.of("made at " + created.map(Instant::toString).orElse("no time") + ", outside of the run");
        }
        var host = run.hostName().or(() -> nameOfThisHost(run));
        return host.filter(name -> who.endsWith("@" + name)).isPresent()
                ? Optional.empty()
                : Optional.of("made by " + who + ", not by the run's host " + host.orElse("of no name"));
    }

    /** Records that were written before they had names. */
    private static Optional<String> nameOfThisHost(TofuRun run) {
        return run.host().equals(HostProcess.thisHost()) ? HostProcess.thisHostName() : Optional.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
