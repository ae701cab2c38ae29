package io.polargosling.api.why;

import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.demand.JobReason;
import io.polargosling.domain.demand.ReasonCode;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.facts.StoredFacts;
import io.polargosling.domain.planner.JobVerdict;
import io.polargosling.domain.planner.Planner;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Finds the one thing that keeps a job waiting. */
final class BlockingReason {

    private final StoredFacts facts;

    /** @param facts for a job of which no look has said anything yet */
    BlockingReason(StoredFacts facts) {
        this.facts = facts;
    }

    /** Empty for a job that waits no more, and for one of which nothing is known yet. */
    Optional<JobReason> of(TrackedJob job, Optional<Egg> egg, Instant now) {
        if (job.progress().status() != CiJobStatus.PENDING) {
            return Optional.empty();
        }
        return closed(egg, now).or(() -> recorded(job)).or(() -> judged(job, egg, now));
    }

    /** What holds now whatever an earlier look said. */
    private static Optional<JobReason> closed(Optional<Egg> egg, Instant now) {
        return egg.map(Egg::state)
                .flatMap(state -> switch (state) {
                    case DISABLED -> Optional.of(ReasonCode.EGG_DISABLED);
                    case REMOVED -> Optional.of(ReasonCode.EGG_REMOVED);
                    case ACTIVE, DEGRADED -> Optional.<ReasonCode>empty();
                })
                .map(code -> new JobReason(now, code.word(), Map.of("state", state(egg))));
    }

    private static String state(Optional<Egg> egg) {
        return egg.map(Egg::state).map(EggState::name).orElse("").toLowerCase(java.util.Locale.ROOT);
    }

    private static Optional<JobReason> recorded(TrackedJob job) {
        return job.reasons().isEmpty()
                ? Optional.empty()
                : Optional.of(job.reasons().getLast());
    }

    private Optional<JobReason> judged(TrackedJob job, Optional<Egg> egg, Instant now) {
        if (egg.isEmpty()) {
            return Optional.of(new JobReason(
                    now,
                    ReasonCode.NOT_OUR_PROJECT.word(),
                    Map.of("project_id", Long.toString(job.facts().projectId()))));
        }
        return Planner.plan(facts.of(egg.get(), now)).verdicts().stream()
                .filter(verdict -> isOf(verdict, job))
                .map(verdict -> new JobReason(now, verdict.code(), verdict.inputs()))
                .findFirst();
    }

    private static boolean isOf(JobVerdict verdict, TrackedJob job) {
        return verdict.job().id() == job.id().number()
                && verdict.job().server().equals(job.id().server());
    }
}
