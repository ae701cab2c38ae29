package io.polargosling.simulator.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The bodies of webhooks, field for field in GitLab's shapes. */
final class Payloads {

    private final World world;
    private final PayloadParts parts;

    Payloads(World world, PayloadParts parts) {
        this.world = world;
        this.parts = parts;
    }

    ObjectNode job(Job job) {
        Instant now = world.now();
        ObjectNode body = Json.object()
                .put("object_kind", "build")
                .put("ref", job.spec.ref())
                .put("tag", false)
                .put("before_sha", PushEvent.NONE)
                .put("sha", job.sha)
                .put("retries_count", 0)
                .put("build_id", job.id)
                .put("build_name", job.spec.name())
                .put("build_stage", "test")
                .put("build_status", job.status.wire());
        times(body, "build_created_at", job.createdAt);
        times(body, "build_started_at", job.startedAt);
        times(body, "build_finished_at", job.finishedAt);
        body.put("build_duration", job.runSeconds(now))
                .put("build_queued_duration", job.queuedSeconds(now))
                .put("build_allow_failure", false)
                .put("build_failure_reason", job.failureReason == null ? "unknown_failure" : job.failureReason)
                .put("pipeline_id", job.pipelineId);
        body.set("runner", runner(job.runner));
        body.put("project_id", job.project.id())
                .put("project_name", job.project.fullName())
                .set("user", parts.user());
        body.set("commit", jobCommit(job, now));
        body.set("repository", parts.repository(job.project));
        body.set("project", parts.project(job.project));
        return body.putNull("environment");
    }

    /** The part called commit, whose id is the pipeline's: so GitLab sends it. */
    private ObjectNode jobCommit(Job job, Instant now) {
        ObjectNode commit = Json.object()
                .put("id", job.pipelineId)
                .putNull("name")
                .put("sha", job.sha)
                .put("message", PayloadParts.MESSAGE)
                .put("author_name", PayloadParts.USER_NAME)
                .put("author_email", PayloadParts.USER_EMAIL)
                .put("author_url", parts.userUrl())
                .put("status", job.status.wire())
                .put("duration", job.finishedAt == null ? null : job.runSeconds(now));
        times(commit, "started_at", job.startedAt);
        times(commit, "finished_at", job.finishedAt);
        return commit;
    }

    /** Said of a project as a whole: such events have no {@code object_kind}. */
    ObjectNode projectEvent(Project project, String event) {
        return Json.object()
                .put("event_name", event)
                .put("created_at", Json.iso(world.now()))
                .put("updated_at", Json.iso(world.now()))
                .put("name", project.name())
                .put("path", project.path().substring(project.path().lastIndexOf('/') + 1))
                .put("path_with_namespace", project.path())
                .put("project_id", project.id())
                .put("project_namespace_id", project.namespaceId())
                .put("project_visibility", "private")
                .set("owners", Json.array());
    }

    ObjectNode pipeline(Job job) {
        Instant now = world.now();
        ObjectNode attributes = Json.object()
                .put("id", job.pipelineId)
                .put("iid", job.pipelineId)
                .putNull("name")
                .put("ref", job.spec.ref())
                .put("tag", false)
                .put("sha", job.sha)
                .put("before_sha", PushEvent.NONE)
                .put("source", "push")
                .put("status", job.status.wire())
                .put("detailed_status", job.status == JobStatus.SUCCESS ? "passed" : job.status.wire());
        attributes.set("stages", Json.array().add("test"));
        attributes
                .put("created_at", Json.spaced(job.createdAt))
                .put("finished_at", Json.spaced(job.finishedAt))
                .put("duration", job.finishedAt == null ? null : job.runSeconds(now))
                .put("queued_duration", job.startedAt == null ? null : Double.valueOf(job.queuedSeconds(now)))
                .put("protected_ref", true)
                .set("variables", Json.array());
        attributes.put("url", parts.url(job.project) + "/-/pipelines/" + job.pipelineId);
        ObjectNode body = Json.object().put("object_kind", "pipeline");
        body.set("object_attributes", attributes);
        body.putNull("merge_request").set("user", parts.user());
        body.set("project", parts.project(job.project));
        body.set("commit", parts.commit(job.project, job.sha, job.createdAt));
        body.set("builds", Json.array().add(pipelineBuild(job, now)));
        return body;
    }

    private ObjectNode pipelineBuild(Job job, Instant now) {
        ObjectNode build = Json.object()
                .put("id", job.id)
                .put("stage", "test")
                .put("name", job.spec.name())
                .put("status", job.status.wire())
                .put("created_at", Json.spaced(job.createdAt))
                .put("started_at", Json.spaced(job.startedAt))
                .put("finished_at", Json.spaced(job.finishedAt))
                .put("duration", job.runSeconds(now))
                .put("queued_duration", job.queuedSeconds(now))
                .put("failure_reason", job.failureReason)
                .put("when", "on_success")
                .put("manual", false)
                .put("allow_failure", false);
        build.set("user", parts.user());
        build.set("runner", runner(job.runner));
        build.set("artifacts_file", Json.object().putNull("filename").putNull("size"));
        return build.putNull("environment");
    }

    ObjectNode push(Project project, PushEvent push) {
        boolean tag = push.ref().startsWith("refs/tags/");
        boolean deleted = push.after().equals(PushEvent.NONE);
        String kind = tag ? "tag_push" : "push";
        ObjectNode body = Json.object()
                .put("object_kind", kind)
                .put("event_name", kind)
                .put("before", push.before())
                .put("after", push.after())
                .put("ref", push.ref())
                .put("ref_protected", true)
                .put("checkout_sha", deleted ? null : push.after())
                .put("message", tag && !deleted ? PayloadParts.MESSAGE : null)
                .put("user_id", PayloadParts.USER_ID)
                .put("user_name", PayloadParts.USER_NAME)
                .put("user_username", PayloadParts.USERNAME)
                .put("user_email", "")
                .putNull("user_avatar")
                .put("project_id", project.id());
        body.set("project", parts.projectWithOldNames(project));
        ArrayNode commits = Json.array();
        if (!deleted) {
            commits.add(parts.pushedCommit(project, push.after(), world.now()));
        }
        body.set("commits", commits);
        body.put("total_commits_count", commits.size()).set("push_options", Json.object());
        body.set("repository", parts.repository(project));
        return body;
    }

    ObjectNode mergeRequest(Project project, MergeRequestEvent event) {
        Instant now = world.now();
        ObjectNode body = Json.object().put("object_kind", "merge_request").put("event_type", "merge_request");
        body.set("user", parts.user());
        body.set("project", parts.projectWithOldNames(project));
        body.set("object_attributes", parts.mergeRequestAttributes(project, event, now));
        body.set("labels", Json.array());
        body.set("changes", Json.object());
        body.set("repository", parts.shortRepository(project));
        body.set("assignees", Json.array());
        body.set("reviewers", Json.array());
        return body;
    }

    private static @Nullable ObjectNode runner(@Nullable Runner runner) {
        if (runner == null) {
            return null;
        }
        ObjectNode node = Json.object()
                .put("id", runner.id)
                .put("description", runner.description)
                .put("runner_type", runner.scope.type())
                .put("active", !runner.paused)
                .put("is_shared", runner.scope.type().equals("instance_type"));
        node.set("tags", Json.strings(runner.tags));
        return node;
    }

    private static void times(ObjectNode body, String name, @Nullable Instant time) {
        body.put(name, Json.spaced(time)).put(name + "_iso", Json.iso(time));
    }
}
