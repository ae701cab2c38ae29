package io.polargosling.domain.gitlab;

/**
 * The GitLab calls that programs share, in parts by what they are about.
 *
 * <p>Every method of every part may throw {@link io.polargosling.domain.problem.UnavailableException} (no answer, 429,
 * 5xx, or the server's call budget is used up; it tells how long to wait where that is known) and
 * {@link io.polargosling.domain.problem.InvalidException} (the token is refused, what was asked for is not there for
 * it, or GitLab refuses the values).
 */
public interface GitLab {

    /** Jobs of pipelines. */
    GitLabJobs jobs();

    /** Runner entities. */
    GitLabRunners runners();

    /** Webhooks of projects and groups. */
    GitLabHooks hooks();

    /** Projects, groups and the server itself. */
    GitLabProjects projects();

    /** Pipeline schedules. */
    GitLabSchedules schedules();

    /** Deploy keys. */
    GitLabDeployKeys deployKeys();
}
