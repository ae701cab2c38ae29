package io.polargosling.gitlab;

import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabDeployKeys;
import io.polargosling.domain.gitlab.GitLabHooks;
import io.polargosling.domain.gitlab.GitLabJobs;
import io.polargosling.domain.gitlab.GitLabProjects;
import io.polargosling.domain.gitlab.GitLabRunners;
import io.polargosling.domain.gitlab.GitLabSchedules;

/**
 * GitLab's REST API, version 4. Every request has 10 seconds; nothing is repeated here. Safe for use by several
 * threads. An answer 404 counts as {@link io.polargosling.domain.problem.InvalidException} where the port does not say
 * otherwise: the project or group of an egg is not there, or not for this token.
 */
public final class GitLabClient implements GitLab {

    private final RestJobs jobs;
    private final RestRunners runners;

    private GitLabClient(GitLabHttp http) {
        this.jobs = new RestJobs(http);
        this.runners = new RestRunners(http);
    }

    /** A client that calls whatever server an access names. */
    public static GitLab open() {
        return new GitLabClient(new GitLabHttp(GitLabHttp.TIMEOUT));
    }

    static GitLab open(GitLabHttp http) {
        return new GitLabClient(http);
    }

    @Override
    public GitLabJobs jobs() {
        return jobs;
    }

    @Override
    public GitLabRunners runners() {
        return runners;
    }

    @Override
    public GitLabHooks hooks() {
        throw new UnsupportedOperationException("hooks are not spoken yet");
    }

    @Override
    public GitLabProjects projects() {
        throw new UnsupportedOperationException("projects are not spoken yet");
    }

    @Override
    public GitLabSchedules schedules() {
        throw new UnsupportedOperationException("schedules are not spoken yet");
    }

    @Override
    public GitLabDeployKeys deployKeys() {
        throw new UnsupportedOperationException("deploy keys are not spoken yet");
    }
}
