package io.polargosling.domain.sync;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.problem.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * One sync of the Nest.
 *
 * @param commit what was read; empty when the Nest could not be read
 * @param trigger what asked for it, such as {@code push}
 * @param findings at most 500
 * @param error why nothing could be read; never a secret
 */
public record SyncRecord(
        UUID id,
        Optional<CommitId> commit,
        String trigger,
        Outcome outcome,
        List<Finding> findings,
        Optional<String> error,
        Timing timing) {

    public SyncRecord {
        findings = List.copyOf(findings);
    }

    /** What a sync did. */
    public record Outcome(Status status, int added, int changed, int removed) {}

    /** When it began and how long it took. */
    public record Timing(Instant startedAt, Duration duration) {}

    /** How a sync ended. */
    public enum Status {
        SUCCESS,
        /** Something kept its former version; the findings say what. */
        PARTIAL,
        FAILED;

        /** The word used in rows and answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
