package io.polargosling.gitlab;

import io.polargosling.domain.demand.CiJobFacts;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobProgress;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabJob;
import io.polargosling.domain.gitlab.GitLabJobs;
import io.polargosling.domain.gitlab.OpenJobs;
import io.polargosling.domain.problem.InvalidException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Jobs by REST. */
final class RestJobs implements GitLabJobs {

    private static final Comparator<GitLabJob> OLDEST_FIRST = Comparator.comparing(
                    (GitLabJob job) -> job.progress().pendingSince())
            .thenComparingLong(job -> job.id().number());
    private final Servers servers;

    RestJobs(Servers servers) {
        this.servers = servers;
    }

    @Override
    public OpenJobs open(GitLabAccess access, long projectId, Optional<String> from, int pages) {
        var call = Call.poll("listing open jobs of project " + projectId);
        // GitLab lists the newest first and no other way, so the oldest, which come first for us, are on the last page.
        var listed = servers.pages(
                        access, call, (apis, token, page) -> apis.jobs().open(token, projectId), from, pages)
                .orElseThrow(() -> noProject(call));
        return new OpenJobs(jobs(listed.items(), access, projectId, call), listed.next());
    }

    @Override
    public Optional<GitLabJob> find(GitLabAccess access, long projectId, long jobId) {
        var call = Call.poll("reading job " + jobId + " of project " + projectId);
        return servers.send(access, call, (apis, token) -> apis.jobs().find(token, projectId, jobId))
                .ifThere()
                .flatMap(answer -> job(answer.json(), access.server(), projectId, call.act()));
    }

    @Override
    public List<GitLabJob> ofPipeline(GitLabAccess access, long projectId, long pipelineId, int pages) {
        var call = Call.poll("listing jobs of pipeline " + pipelineId + " of project " + projectId);
        return servers.pages(
                        access,
                        call,
                        (apis, token, page) -> apis.jobs().ofPipeline(token, projectId, pipelineId, page),
                        Optional.empty(),
                        pages)
                .map(listed -> jobs(listed.items(), access, projectId, call))
                .orElse(List.of());
    }

    private static InvalidException noProject(Call call) {
        return new InvalidException(
                call.act() + ": GitLab answered 404 (expected: an id that is there, and visible for this token)");
    }

    private static List<GitLabJob> jobs(List<JsonNode> nodes, GitLabAccess access, long projectId, Call call) {
        return nodes.stream()
                .flatMap(node -> job(node, access.server(), projectId, call.act()).stream())
                .sorted(OLDEST_FIRST)
                .toList();
    }

    private static Optional<GitLabJob> job(JsonNode node, GitLabServer server, long projectId, String act) {
        var id = new CiJobId(server, Json.id(node.path("id"), act));
        return status(Json.text(node.path("status"), act)).map(status -> {
            var pipeline = node.path("pipeline").path("id");
            var tags = new TreeSet<String>();
            node.path("tag_list").forEach(tag -> tags.add(tag.asString("")));
            var facts = new CiJobFacts(
                    projectId,
                    pipeline.isIntegralNumber() ? OptionalLong.of(pipeline.asLong()) : OptionalLong.empty(),
                    node.path("name").asString(""),
                    node.path("ref").asString(""),
                    true,
                    tags);
            return new GitLabJob(id, facts, progress(node, status, act));
        });
    }

    private static CiJobProgress progress(JsonNode node, CiJobStatus status, String act) {
        var created = Json.instant(node.path("created_at"), act);
        var started = Json.optionalInstant(node.path("started_at"), act);
        var finished = Json.optionalInstant(node.path("finished_at"), act);
        var runner = node.path("runner").path("id");
        return new CiJobProgress(
                status,
                started.map(at -> waitedSince(node, at, created)).orElse(created),
                started,
                finished,
                runner.isIntegralNumber() ? OptionalLong.of(runner.asLong()) : OptionalLong.empty(),
                status == CiJobStatus.FINISHED ? Optional.of(node.path("status").asString("")) : Optional.empty());
    }

    private static Instant waitedSince(JsonNode node, Instant started, Instant created) {
        var queued = node.path("queued_duration");
        return queued.isNumber() ? started.minus(Duration.ofMillis(Math.round(queued.asDouble() * 1000))) : created;
    }

    // Empty for a job that does not wait for a runner yet: it waits for time, a person or another job.
    private static Optional<CiJobStatus> status(String word) {
        return switch (word) {
            case "pending" -> Optional.of(CiJobStatus.PENDING);
            case "running", "canceling" -> Optional.of(CiJobStatus.RUNNING);
            case "success", "failed", "canceled", "skipped" -> Optional.of(CiJobStatus.FINISHED);
            default -> Optional.empty();
        };
    }
}
