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
    /** Draining or demoting: paused in GitLab, waiting for longer than one agent poll. */
    PAUSED,
    /** Draining or demoting: GitLab named no running job once. */
    CHECKED_ONCE,
    /** Draining or demoting: no running job named twice; a later heartbeat without a job completes the proof. */
    CHECKED_TWICE,
    /** Demoting: proven idle; its machine may have been asked to stop. */
    STOPPING,
    /** Promoting: its machine was asked to start and may take jobs; it has not been heard from. */
    STARTED,
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
