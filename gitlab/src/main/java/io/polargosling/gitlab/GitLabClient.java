package io.polargosling.gitlab;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.CreatedGitLabRunner;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.secret.SecretValue;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * GitLab's REST API, version 4. Every request has 10 seconds; nothing is repeated here. Safe for use by several
 * threads. An answer 404 counts as {@link io.polargosling.domain.problem.InvalidException} where the port does not say
 * otherwise: the project or group of an egg is not there, or not for this token.
 */
public final class GitLabClient implements GitLab {

    private static final int MAX_JOBS = 500;
    private static final Comparator<CiJob> OLDEST_FIRST =
            Comparator.comparing(CiJob::createdAt).thenComparingLong(CiJob::id);
    private static final String OPEN_JOBS =
            "/jobs?scope[]=pending&scope[]=running&pagination=keyset&order_by=id&sort=desc&per_page=100";

    private final GitLabHttp http;

    private GitLabClient(GitLabHttp http) {
        this.http = http;
    }

    /** A client that calls whatever server an access names. */
    public static GitLab open() {
        return new GitLabClient(new GitLabHttp(GitLabHttp.TIMEOUT));
    }

    static GitLab open(GitLabHttp http) {
        return new GitLabClient(http);
    }

    @Override
    public List<CiJob> openJobs(GitLabAccess access, long projectId) {
        var act = "listing open jobs of project " + projectId;
        // GitLab lists the newest first and no other way, so the oldest, which come first for us, are on the last page.
        return http.pages(access, "projects/" + projectId + OPEN_JOBS, act).stream()
                .map(node -> job(node, access.server(), projectId, act))
                .sorted(OLDEST_FIRST)
                .limit(MAX_JOBS)
                .toList();
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

    private static CiJob job(JsonNode node, GitLabServer server, long projectId, String act) {
        var tags = new TreeSet<String>();
        node.path("tag_list").forEach(tag -> tags.add(tag.asString("")));
        var runner = node.path("runner").path("id");
        return new CiJob(
                server,
                projectId,
                Json.id(node.path("id"), act),
                tags,
                "running".equals(node.path("status").asString("")),
                Json.instant(node.path("created_at"), act),
                runner.isIntegralNumber() ? OptionalLong.of(runner.asLong()) : OptionalLong.empty());
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
