package io.polargosling.gitlab;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.CreatedGitLabRunner;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabRunner;
import io.polargosling.domain.gitlab.GitLabRunnerManager;
import io.polargosling.domain.gitlab.GitLabRunners;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.secret.SecretValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runner entities by REST. */
final class RestRunners implements GitLabRunners {

    private final GitLabHttp http;

    RestRunners(GitLabHttp http) {
        this.http = http;
    }

    @Override
    public CreatedGitLabRunner createRunner(GitLabAccess access, NewGitLabRunner runner) {
        var act = "creating runner " + runner.description() + " for " + word(runner.scope());
        var answer = http.post(access, "user/runners", body(runner), act);
        return new CreatedGitLabRunner(
                Json.id(answer.path("id"), act), SecretValue.of(Json.text(answer.path("token"), act)));
    }

    @Override
    public void setPaused(GitLabAccess access, long runnerId, boolean paused) {
        var act = (paused ? "pausing runner " : "resuming runner ") + runnerId;
        if (!http.put(access, "runners/" + runnerId, Map.of("paused", paused), act)) {
            throw new NotFoundException(act + ": GitLab has none with this id (expected: one that was created before)");
        }
    }

    @Override
    public List<Long> runningJobs(GitLabAccess access, long runnerId) {
        var act = "listing running jobs of runner " + runnerId;
        return http.pagesIfThere(access, "runners/" + runnerId + "/jobs?status=running&per_page=100", act).stream()
                .map(node -> Json.id(node.path("id"), act))
                .toList();
    }

    @Override
    public void deleteRunner(GitLabAccess access, long runnerId) {
        http.delete(access, "runners/" + runnerId, "deleting runner " + runnerId);
    }

    @Override
    public Optional<GitLabRunner> find(GitLabAccess access, long runnerId) {
        throw new UnsupportedOperationException("not spoken yet");
    }

    @Override
    public List<GitLabRunner> list(GitLabAccess access, TargetScope scope) {
        throw new UnsupportedOperationException("not spoken yet");
    }

    @Override
    public List<Long> runningJobs(GitLabAccess access, long runnerId, String systemId) {
        throw new UnsupportedOperationException("not spoken yet");
    }

    @Override
    public List<GitLabRunnerManager> managers(GitLabAccess access, long runnerId) {
        throw new UnsupportedOperationException("not spoken yet");
    }

    @Override
    public void deleteManager(GitLabServer server, SecretValue runnerToken, String systemId) {
        throw new UnsupportedOperationException("not spoken yet");
    }

    private static Map<String, Object> body(NewGitLabRunner runner) {
        var body = new LinkedHashMap<String, Object>();
        switch (runner.scope()) {
            case TargetScope.Project project -> {
                body.put("runner_type", "project_type");
                body.put("project_id", project.id());
                // Ours alone: GitLab must not lend it to other projects.
                body.put("locked", true);
            }
            case TargetScope.Group group -> {
                body.put("runner_type", "group_type");
                body.put("group_id", group.id());
            }
        }
        var jobs = runner.jobs();
        body.put("description", runner.description());
        body.put("tag_list", String.join(",", jobs.tags()));
        body.put("run_untagged", jobs.runUntagged());
        body.put("access_level", jobs.protectedOnly() ? "ref_protected" : "not_protected");
        runner.maximumTimeout().ifPresent(timeout -> body.put("maximum_timeout", timeout.toSeconds()));
        return body;
    }

    private static String word(TargetScope scope) {
        return switch (scope) {
            case TargetScope.Project project -> "project " + project.id();
            case TargetScope.Group group -> "group " + group.id();
        };
    }
}
