package io.polargosling.domain.demand;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a CI job has come, and when.
 *
 * @param pendingSince when it began to wait
 * @param runnerId GitLab's id of the runner that has or had it
 * @param outcome GitLab's word for how it ended; empty while it has not
 */
public record CiJobProgress(
        CiJobStatus status,
        Instant pendingSince,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        OptionalLong runnerId,
        Optional<String> outcome) {

    /** The outcome of a job that GitLab does not know any more. */
    private static final String GONE = "gone";

    /** A job that waits. */
    public static CiJobProgress pending(Instant since) {
        return new CiJobProgress(
                CiJobStatus.PENDING, since, Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty());
    }

    /** This after GitLab was found not to know the job any more. */
    public CiJobProgress gone(Instant now) {
        return new CiJobProgress(
                CiJobStatus.FINISHED,
                pendingSince,
                startedAt,
                Optional.of(now),
                OptionalLong.empty(),
                Optional.of(GONE));
    }

    /** True when that it ended is our own conclusion, which GitLab refutes by telling of it again. */
    boolean isGone() {
        return status == CiJobStatus.FINISHED && outcome.filter(GONE::equals).isPresent();
    }

    /**
     * This with what {@code seen} adds to it. The status never moves back: an earlier one changes nothing, except of a job
     * that was only concluded to be {@link #gone}. What was known stays where {@code seen} does not know it, and the begin
     * of the wait and the end stay as first recorded.
     */
    public CiJobProgress with(CiJobProgress seen) {
        if (isGone() && seen.status != CiJobStatus.FINISHED) {
            return new CiJobProgress(
                    seen.status,
                    pendingSince,
                    startedAt.or(seen::startedAt),
                    Optional.empty(),
                    seen.runnerId,
                    Optional.empty());
        }
        if (seen.status.compareTo(status) < 0) {
            return this;
        }
        return new CiJobProgress(
                seen.status,
                pendingSince,
                startedAt.or(seen::startedAt),
                finishedAt.or(seen::finishedAt),
                seen.runnerId.isPresent() ? seen.runnerId : runnerId,
                outcome.or(seen::outcome));
    }
}
