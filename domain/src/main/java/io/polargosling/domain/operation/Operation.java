package io.polargosling.domain.operation;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Long work that a caller can ask about.
 *
 * @param type such as {@code sync}
 * @param result what came of it, as a JSON document; empty until it has ended, and for work with nothing to tell
 * @param problem why it failed; never a secret
 */
public record Operation(
        UUID id,
        String type,
        Status status,
        String actor,
        Optional<String> result,
        Optional<String> problem,
        Instant createdAt,
        Optional<Instant> finishedAt) {

    /** How far it has come. */
    public enum Status {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        /** The word used in rows and answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The status called {@code word}. */
        public static Status of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** New work. */
    public static Operation queued(UUID id, String type, String actor, Instant now) {
        return new Operation(id, type, Status.QUEUED, actor, Optional.empty(), Optional.empty(), now, Optional.empty());
    }

    /** This operation, ended. */
    public Operation ended(Status how, Optional<String> why, Instant now) {
        return new Operation(id, type, how, actor, result, why, createdAt, Optional.of(now));
    }

    /** This operation, ended well with {@code document}. */
    public Operation succeeded(String document, Instant now) {
        return new Operation(
                id,
                type,
                Status.SUCCEEDED,
                actor,
                Optional.of(document),
                Optional.empty(),
                createdAt,
                Optional.of(now));
    }
}
