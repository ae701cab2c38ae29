package io.polargosling.domain.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Who did what to what, and why.
 *
 * @param actor such as {@code worker}, {@code uglyfox}, {@code runner}, or a token's name
 * @param action such as {@code runner.idle}
 * @param resource such as {@code runner/abc123def456}
 * @param details reason, values read, before and after; never a secret
 */
public record AuditEntry(
        UUID id, Instant at, String actor, String action, String resource, Map<String, String> details) {

    public AuditEntry {
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }

    /** A new entry. */
    public static AuditEntry of(Instant at, String actor, String action, String resource, Map<String, String> details) {
        return new AuditEntry(UUID.randomUUID(), at, actor, action, resource, details);
    }
}
