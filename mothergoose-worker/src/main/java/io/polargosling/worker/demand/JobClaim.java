package io.polargosling.worker.demand;

import io.polargosling.domain.demand.CiJobFacts;
import io.polargosling.domain.demand.JobFit;
import io.polargosling.domain.demand.JobReason;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLabJob;
import io.polargosling.domain.store.Storage;
import java.time.Instant;
import java.util.Optional;

/** Whose a job is: of one egg, whose runners take it, even where several eggs answer for its project. */
final class JobClaim {

    private final Storage storage;

    JobClaim(Storage storage) {
        this.storage = storage;
    }

    /** True when {@code egg} may have the job: its runners take it, and no other egg has it for good reason. */
    boolean isFor(Egg egg, GitLabJob job, Optional<EggName> owner) {
        return takes(egg, job.facts())
                && owner.filter(other -> !other.equals(egg.name()))
                        .flatMap(other -> storage.eggs().find(other))
                        .filter(other -> keeps(other, job))
                        .isEmpty();
    }

    /** Why nobody has the job, as far as {@code egg} goes; empty when that stands in its row already. */
    static Optional<JobReason> whyNot(Egg egg, CiJobFacts facts, Optional<TrackedJob> row, Instant now) {
        var filter = egg.config().runner().jobs();
        var code = JobFit.refusal(filter, facts.tags(), facts.protectedRef());
        if (code.isEmpty()) {
            return Optional.empty();
        }
        var reason = new JobReason(now, code.get().word(), JobFit.inputs(egg.name(), filter, facts.tags()));
        // With two eggs that refuse it, the newest reason would never be the same.
        boolean isKnown =
                row.stream().flatMap(known -> known.reasons().stream()).anyMatch(reason::saysTheSameAs);
        return isKnown ? Optional.empty() : Optional.of(reason);
    }

    static boolean takes(Egg egg, CiJobFacts facts) {
        return egg.config().runner().jobs().accepts(facts.tags(), facts.protectedRef());
    }

    private static boolean keeps(Egg owner, GitLabJob job) {
        return owner.acceptsRunners()
                && takes(owner, job.facts())
                && owner.config().targets().stream()
                        .filter(target -> target.server().equals(job.id().server()))
                        .anyMatch(target -> switch (target.scope()) {
                            case TargetScope.Project project ->
                                project.id() == job.facts().projectId();
                            case TargetScope.Group group -> true;
                        });
    }
}
