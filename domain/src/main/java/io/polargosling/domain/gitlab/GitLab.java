package io.polargosling.domain.gitlab;

import io.polargosling.domain.demand.CiJob;
import java.util.List;

/**
 * The GitLab calls that programs share.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException} (no answer, 429, 5xx) and
 * {@link io.polargosling.domain.problem.InvalidException} (the token is refused, or GitLab refuses the values).
 */
public interface GitLab {

    /** Jobs of the project that are pending or running, oldest first; at most 500. */
    List<CiJob> openJobs(GitLabAccess access, long projectId);

    /** Makes a runner entity. */
    CreatedGitLabRunner createRunner(GitLabAccess access, NewGitLabRunner runner);

    /**
     * Pauses a runner entity or takes the pause back.
     *
     * @throws io.polargosling.domain.problem.NotFoundException when there is no such runner
     */
    void setPaused(GitLabAccess access, long runnerId, boolean paused);

    /** Ids of the jobs that run on the runner entity; none when it does not exist. */
    List<Long> runningJobs(GitLabAccess access, long runnerId);

    /** Deletes a runner entity; one that is gone already counts as deleted. */
    void deleteRunner(GitLabAccess access, long runnerId);
}
