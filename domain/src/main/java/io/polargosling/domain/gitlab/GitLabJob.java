package io.polargosling.domain.gitlab;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.demand.CiJobFacts;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobProgress;
import io.polargosling.domain.demand.CiJobStatus;
import java.util.Optional;

/**
 * A job as GitLab tells of it when asked.
 *
 * @param facts its ref always counts as protected: GitLab does not tell here, and a runner made in vain is better than
 *     a job that never gets one; only a pipeline event knows
 * @param progress a job that has not started began to wait when it was made, as far as GitLab tells
 */
public record GitLabJob(CiJobId id, CiJobFacts facts, CiJobProgress progress) {

    /** This job as the planner sees it; it must not have finished. */
    public CiJob demand() {
        return new CiJob(
                id.server(),
                facts.projectId(),
                id.number(),
                facts.tags(),
                facts.protectedRef(),
                progress.status() == CiJobStatus.RUNNING,
                progress.pendingSince(),
                progress.runnerId(),
                Optional.empty());
    }
}
