package io.polargosling.domain.demand;

import io.polargosling.domain.egg.EggName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A CI job as the store keeps it, from the first sign of it until it expires.
 *
 * @param egg the egg it is for; empty while no egg answers for it
 * @param reasons oldest first, at most {@value #MAX_REASONS}
 */
public record TrackedJob(
        CiJobId id, Optional<EggName> egg, CiJobFacts facts, CiJobProgress progress, List<JobReason> reasons) {

    /** How long a job is remembered after its end; after the begin of its wait when it has none. */
    public static final Duration KEPT = Duration.ofDays(30);

    /** How many reasons are kept, the newest ones. */
    public static final int MAX_REASONS = 50;

    public TrackedJob {
        reasons = List.copyOf(reasons);
    }

    /** When it is forgotten. */
    public Instant expiresAt() {
        return progress.finishedAt().orElse(progress.pendingSince()).plus(KEPT);
    }

    /** True when it is forgotten by {@code now}, whether or not its row is still there. */
    public boolean isExpired(Instant now) {
        return !expiresAt().isAfter(now);
    }

    /**
     * This job after it was seen again. What an earlier status tells changes nothing; else the facts are the seen ones,
     * the egg too where it is known, and the progress is that of {@link CiJobProgress#with}. Reasons stay.
     */
    public TrackedJob seenAgain(TrackedJob seen) {
        if (seen.progress.status().compareTo(progress.status()) < 0 && !progress.isGone()) {
            return this;
        }
        return new TrackedJob(id, seen.egg.or(this::egg), seen.facts, progress.with(seen.progress), reasons);
    }

    /** This job with one more reason; as it is when the newest one says the same. */
    public TrackedJob because(JobReason reason) {
        if (!reasons.isEmpty() && reasons.getLast().saysTheSameAs(reason)) {
            return this;
        }
        var grown = new ArrayList<>(reasons);
        grown.add(reason);
        int from = Math.max(0, grown.size() - MAX_REASONS);
        return new TrackedJob(id, egg, facts, progress, grown.subList(from, grown.size()));
    }
}
