package io.polargosling.worker.job;

import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.worker.hook.NestProject;

/**
 * The Nest's own project, as GitLab is asked about it.
 *
 * @param branch whose pipelines run jobs
 */
public record NestAtGitLab(GitLab gitlab, Secrets secrets, NestProject project, String branch) {

    long id() {
        return project.id();
    }

    /**
     * How GitLab is called.
     *
     * @throws io.polargosling.domain.problem.GoslingException when the token cannot be had
     */
    GitLabAccess access() {
        return new GitLabAccess(project.server(), secrets.read(project.apiToken(), "nest, api_token"));
    }
}
