package io.polargosling.domain.gitlab;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A webhook as GitLab shows it.
 *
 * @param url as it stands there; a foreign one need not be a valid URI
 * @param tokenPresent whether it has a secret token
 * @param signingTokenPresent whether it has a signing token
 */
public record GitLabHook(
        long id, String url, Shape shape, boolean tokenPresent, boolean signingTokenPresent, Health health) {

    /**
     * What it sends.
     *
     * @param events every flag that GitLab shows, by its own word
     * @param customised whether it has a template of its own, custom headers, or a filter of branches
     */
    public record Shape(Map<String, Boolean> events, boolean sslVerification, boolean customised) {

        public Shape {
            events = Collections.unmodifiableMap(new TreeMap<>(events));
        }

        /** True when the flag called {@code word} is on. */
        public boolean has(String word) {
            return events.getOrDefault(word, false);
        }
    }

    /**
     * Whether GitLab sends to it.
     *
     * @param disabledUntil when a temporary disablement ends
     */
    public record Health(AlertStatus status, Optional<Instant> disabledUntil) {}

    /** Whether GitLab has disabled a hook by itself. */
    public enum AlertStatus {
        EXECUTABLE,
        /** Until a time it knows. */
        TEMPORARILY_DISABLED,
        /** Until a test delivery succeeds. */
        DISABLED
    }
}
