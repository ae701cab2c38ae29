package io.polargosling.domain.runner;

import java.util.Locale;

/** Where a runner stands inside its state. */
public enum Phase {
    /** Provisioning: the row exists, OpenTofu has not been started for it. */
    RESERVED,
    /** Provisioning: OpenTofu may be making its machine. */
    APPLYING,
    /** Provisioning: its machine exists and has not been heard from. */
    BOOTING,
    /** Draining: paused in GitLab, waiting for longer than one agent poll. */
    PAUSED,
    /** Draining: GitLab named no running job once. */
    CHECKED_ONCE,
    /** Draining: GitLab named no running job twice; a later heartbeat without a job completes the proof. */
    CHECKED_TWICE,
    /** In any other state. */
    NONE;

    /** The word used in rows. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The phase called {@code word}. */
    public static Phase of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
