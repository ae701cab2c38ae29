package io.polargosling.domain.sync;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.problem.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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

    /**
     * What a sync did.
     *
     * @param added eggs, buckets and jobs that were not there
     * @param changed those that are otherwise than before
     * @param removed those that are gone
     */
    public record Outcome(Status status, int added, int changed, int removed, Synced synced) {

        public Outcome {
            // Records that were stored before there was such a thing hold none.
            synced = Objects.requireNonNullElseGet(synced, Synced::nothing);
        }

        /** The outcome of a sync that brought nothing into the store. */
        public static Outcome failed() {
            return new Outcome(Status.FAILED, 0, 0, 0, Synced.nothing());
        }
    }

    /**
     * What of the Nest is stored just as the commit says it, whether this sync wrote it or found it so.
     *
     * @param eggs how many, buckets among them
     * @param jobs how many
     * @param policy false when the policy's file is broken
     */
    public record Synced(int eggs, int jobs, boolean policy) {

        /** Nothing at all. */
        public static Synced nothing() {
            return new Synced(0, 0, false);
        }
    }

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
