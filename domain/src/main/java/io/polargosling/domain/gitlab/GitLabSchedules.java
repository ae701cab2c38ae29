package io.polargosling.domain.gitlab;

import java.util.List;
import java.util.Optional;

/** Pipeline schedules of a project. */
public interface GitLabSchedules {

    /** All schedules of the project, without their variables, which lists do not tell. */
    List<GitLabSchedule> list(GitLabAccess access, long projectId);

    /** The schedule with its variables, while it exists. */
    Optional<GitLabSchedule> find(GitLabAccess access, long projectId, long scheduleId);

    /**
     * Makes a schedule, then its variables: when that fails in between, it is there without some of them, and
     * {@link #update} completes it.
     */
    GitLabSchedule create(GitLabAccess access, long projectId, WantedSchedule schedule);

    /**
     * Makes the schedule as wanted; variables that are not wanted are deleted.
     *
     * @throws io.polargosling.domain.problem.NotFoundException when there is no such schedule
     */
    GitLabSchedule update(GitLabAccess access, long projectId, long scheduleId, WantedSchedule schedule);

    /** Deletes the schedule; one that is gone already counts as deleted. */
    void delete(GitLabAccess access, long projectId, long scheduleId);

    /**
     * Makes the token's user the owner, whose rights the pipelines then have.
     *
     * @throws io.polargosling.domain.problem.NotFoundException when there is no such schedule
     */
    void takeOwnership(GitLabAccess access, long projectId, long scheduleId);

    /**
     * Starts a pipeline now.
     *
     * @throws io.polargosling.domain.problem.NotFoundException when there is no such schedule
     */
    void play(GitLabAccess access, long projectId, long scheduleId);
}
