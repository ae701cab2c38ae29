package io.polargosling.domain.gitlab;

/** Since when GitLab has heard nothing of a runner. */
public enum GitLabRunnerStatus {
    ONLINE,
    OFFLINE,
    STALE,
    NEVER_CONTACTED,
    /** A word of GitLab's that is not among these. */
    OTHER
}
