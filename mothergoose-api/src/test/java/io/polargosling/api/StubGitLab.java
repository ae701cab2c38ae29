package io.polargosling.api;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.gitlab.CreatedGitLabRunner;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A GitLab that knows runner entities only, and can be down. */
public final class StubGitLab implements GitLab {

    private final AtomicLong ids = new AtomicLong(9000);
    private final Map<Long, NewGitLabRunner> entities = new ConcurrentHashMap<>();
    private volatile boolean down;

    /** The entities that exist, by id. */
    public Map<Long, NewGitLabRunner> entities() {
        return Map.copyOf(entities);
    }

    /** Whether every call fails from now on. */
    public void setDown(boolean changed) {
        down = changed;
    }

    @Override
    public CreatedGitLabRunner createRunner(GitLabAccess access, NewGitLabRunner runner) {
        answer();
        long id = ids.incrementAndGet();
        entities.put(id, runner);
        return new CreatedGitLabRunner(id, SecretValue.of("glrt-" + id));
    }

    @Override
    public void deleteRunner(GitLabAccess access, long runnerId) {
        answer();
        entities.remove(runnerId);
    }

    @Override
    public List<CiJob> openJobs(GitLabAccess access, long projectId) {
        throw new UnsupportedOperationException("the API does not ask for jobs");
    }

    @Override
    public void setPaused(GitLabAccess access, long runnerId, boolean paused) {
        throw new UnsupportedOperationException("the API does not pause");
    }

    @Override
    public List<Long> runningJobs(GitLabAccess access, long runnerId) {
        throw new UnsupportedOperationException("the API does not ask for jobs");
    }

    private void answer() {
        if (down) {
            throw new UnavailableException("calling GitLab: no answer");
        }
    }
}
