package io.polargosling.domain.gitlab;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.secret.SecretValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Runner entities and the agents that use them. */
public interface GitLabRunners {

    /** Makes a runner entity. An answer that is lost leaves an entity behind; its description tells whose it is. */
    CreatedGitLabRunner createRunner(GitLabAccess access, NewGitLabRunner runner);

    /** The runner entity, while it exists. */
    Optional<GitLabRunner> find(GitLabAccess access, long runnerId);

    /** What whoever made the runner entity noted on it; empty when it is gone, or nothing is noted. */
    Optional<String> note(GitLabAccess access, long runnerId);

    /** The entities made for just this project or group, newest first; those of groups above it are not among them. */
    List<GitLabRunner> list(GitLabAccess access, TargetScope scope);

    /**
     * Pauses a runner entity or takes the pause back.
     *
     * @throws io.polargosling.domain.problem.NotFoundException when there is no such runner
     */
    void setPaused(GitLabAccess access, long runnerId, boolean paused);

    /** Ids of the jobs that run on the runner entity; none when it does not exist. */
    List<Long> runningJobs(GitLabAccess access, long runnerId);

    /** Ids of the jobs that run on one manager of the runner entity; none when there is no such entity or manager. */
    List<Long> runningJobs(GitLabAccess access, long runnerId, String systemId);

    /** The agents that use the entity's token; none when it does not exist. */
    List<GitLabRunnerHost> managers(GitLabAccess access, long runnerId);

    /**
     * The id of the entity whose token this is; GitLab knows the manager from then on.
     *
     * @param runnerToken of the entity: this call takes no access token
     * @return empty when GitLab does not accept the token
     */
    OptionalLong verify(GitLabServer server, SecretValue runnerToken, String systemId);

    /** Deletes a runner entity; one that is gone already counts as deleted. */
    void deleteRunner(GitLabAccess access, long runnerId);

    /**
     * Deletes one manager of a runner entity, the entity stays; one that is gone already counts as deleted.
     *
     * @param runnerToken of the entity: this call takes no access token
     */
    void deleteManager(GitLabServer server, SecretValue runnerToken, String systemId);
}
