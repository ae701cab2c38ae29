package io.polargosling.api;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.CreatedGitLabRunner;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabDeployKeys;
import io.polargosling.domain.gitlab.GitLabHooks;
import io.polargosling.domain.gitlab.GitLabJobs;
import io.polargosling.domain.gitlab.GitLabProjects;
import io.polargosling.domain.gitlab.GitLabRunner;
import io.polargosling.domain.gitlab.GitLabRunnerHost;
import io.polargosling.domain.gitlab.GitLabRunners;
import io.polargosling.domain.gitlab.GitLabSchedules;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A GitLab that knows runner entities only, and can be down. */
public final class StubGitLab implements GitLab, GitLabRunners {

    private final AtomicLong ids = new AtomicLong(9000);
    private final Map<Long, NewGitLabRunner> entities = new ConcurrentHashMap<>();
    private final Map<String, Long> shared = new ConcurrentHashMap<>();
    private final Map<Long, GitLabAccess> makers = new ConcurrentHashMap<>();
    private final Set<TargetScope> forbidden = ConcurrentHashMap.newKeySet();
    private volatile boolean down;
    private volatile boolean losesAnswers;

    /** The entities that exist, by id. */
    public Map<Long, NewGitLabRunner> entities() {
        return Map.copyOf(entities);
    }

    /** Who made the entity. */
    public GitLabAccess maker(long id) {
        return Optional.ofNullable(makers.get(id)).orElseThrow();
    }

    /** No runner may be made for {@code scope} from now on. */
    public void forbid(TargetScope scope) {
        forbidden.add(scope);
    }

    /** An entity that is there, for whoever has its token; its id. */
    public long share(String token) {
        long id = ids.incrementAndGet();
        shared.put(token, id);
        return id;
    }

    /** Whether runners are made from now on without an answer that says so. */
    public void setLosesAnswers(boolean changed) {
        losesAnswers = changed;
    }

    /** Whether every call fails from now on. */
    public void setDown(boolean changed) {
        down = changed;
    }

    @Override
    public CreatedGitLabRunner createRunner(GitLabAccess access, NewGitLabRunner runner) {
        answer();
        if (forbidden.contains(runner.scope())) {
            throw new InvalidException("creating runner " + runner.description() + ": GitLab answered 403");
        }
        long id = ids.incrementAndGet();
        entities.put(id, runner);
        makers.put(id, access);
        if (losesAnswers) {
            throw new UnavailableException("calling GitLab: connection reset");
        }
        return new CreatedGitLabRunner(id, SecretValue.of("glrt-" + id));
    }

    @Override
    public void deleteRunner(GitLabAccess access, long runnerId) {
        answer();
        entities.remove(runnerId);
    }

    @Override
    public Optional<GitLabRunner> find(GitLabAccess access, long runnerId) {
        throw notAsked();
    }

    @Override
    public Optional<String> note(GitLabAccess access, long runnerId) {
        throw notAsked();
    }

    @Override
    public List<GitLabRunner> list(GitLabAccess access, TargetScope scope) {
        throw notAsked();
    }

    @Override
    public void setPaused(GitLabAccess access, long runnerId, boolean paused) {
        throw notAsked();
    }

    @Override
    public List<Long> runningJobs(GitLabAccess access, long runnerId) {
        throw notAsked();
    }

    @Override
    public List<Long> runningJobs(GitLabAccess access, long runnerId, String systemId) {
        throw notAsked();
    }

    @Override
    public List<GitLabRunnerHost> managers(GitLabAccess access, long runnerId) {
        throw notAsked();
    }

    @Override
    public OptionalLong verify(GitLabServer server, SecretValue runnerToken, String systemId) {
        answer();
        var id = shared.get(runnerToken.reveal());
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    @Override
    public void deleteManager(GitLabServer server, SecretValue runnerToken, String systemId) {
        throw notAsked();
    }

    @Override
    public GitLabRunners runners() {
        return this;
    }

    @Override
    public GitLabJobs jobs() {
        throw notAsked();
    }

    @Override
    public GitLabHooks hooks() {
        throw notAsked();
    }

    @Override
    public GitLabProjects projects() {
        throw notAsked();
    }

    @Override
    public GitLabSchedules schedules() {
        throw notAsked();
    }

    @Override
    public GitLabDeployKeys deployKeys() {
        throw notAsked();
    }

    private static UnsupportedOperationException notAsked() {
        return new UnsupportedOperationException("the API only makes and deletes runner entities");
    }

    private void answer() {
        if (down) {
            throw new UnavailableException("calling GitLab: no answer");
        }
    }
}
