package io.polargosling.simulator.server;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The job as it is handed to an agent. */
final class JobBody {

    private final String base;
    private final PayloadParts parts;

    JobBody(String base, PayloadParts parts) {
        this.base = base;
        this.parts = parts;
    }

    ObjectNode of(Job job, Runner runner) {
        long timeout = timeoutSeconds(job, runner);
        ObjectNode body =
                Json.object().put("id", job.id).put("token", job.token).put("allow_git_fetch", true);
        body.set(
                "job_info",
                Json.object()
                        .put("name", job.spec.name())
                        .put("stage", "test")
                        .put("project_id", job.project.id())
                        .put("project_name", job.project.name())
                        // A string in the protocol, though it is a count.
                        .put("project_jobs_running_on_instance_runners_count", "0"));
        body.set("git_info", gitInfo(job));
        body.set("runner_info", Json.object().put("timeout", timeout).put("uuid", ""));
        body.set("variables", variables(job, runner));
        body.set("steps", steps(job, timeout));
        body.set("image", Json.object().put("name", ""));
        for (String list : new String[] {"services", "artifacts", "cache", "credentials", "dependencies"}) {
            body.set(list, Json.array());
        }
        body.set("features", features());
        return body;
    }

    private static long timeoutSeconds(Job job, Runner runner) {
        long timeout = job.spec.timeout().plusMillis(999).toSeconds();
        return runner.maximumTimeout.isPresent() ? Math.min(timeout, runner.maximumTimeout.getAsInt()) : timeout;
    }

    private ObjectNode gitInfo(Job job) {
        ObjectNode git = Json.object()
                .put("repo_url", parts.http(job.project))
                .put("ref", job.spec.ref())
                .put("sha", job.sha)
                .put("before_sha", PushEvent.NONE)
                .put("ref_type", "branch")
                .put("depth", 20);
        return git.set(
                "refspecs",
                Json.array().add("+refs/heads/" + job.spec.ref() + ":refs/remotes/origin/" + job.spec.ref()));
    }

    private ArrayNode variables(Job job, Runner runner) {
        ArrayNode variables = Json.array();
        // There is no repository behind the project, so nothing can be cloned.
        add(variables, "GIT_STRATEGY", "none", false);
        add(variables, "CI", "true", false);
        add(variables, "GITLAB_CI", "true", false);
        add(variables, "CI_SERVER_URL", base, false);
        add(variables, "CI_JOB_ID", "" + job.id, false);
        add(variables, "CI_JOB_NAME", job.spec.name(), false);
        add(variables, "CI_JOB_TOKEN", job.token, true);
        add(variables, "CI_PIPELINE_ID", "" + job.pipelineId, false);
        add(variables, "CI_PROJECT_ID", "" + job.project.id(), false);
        add(variables, "CI_PROJECT_PATH", job.project.path(), false);
        add(variables, "CI_COMMIT_REF_NAME", job.spec.ref(), false);
        add(variables, "CI_COMMIT_BRANCH", job.spec.ref(), false);
        add(variables, "CI_DEFAULT_BRANCH", job.project.defaultBranch(), false);
        boolean isProtected = job.spec.ref().equals(job.project.defaultBranch());
        add(variables, "CI_COMMIT_REF_PROTECTED", Boolean.toString(isProtected), false);
        add(variables, "CI_COMMIT_SHA", job.sha, false);
        add(variables, "CI_RUNNER_ID", "" + runner.id, false);
        add(variables, "CI_RUNNER_DESCRIPTION", runner.description, false);
        add(variables, "CI_RUNNER_TAGS", Json.strings(runner.tags).toString(), false);
        job.spec.variables().forEach(variable -> add(variables, variable.key(), variable.value(), variable.masked()));
        return variables;
    }

    private static void add(ArrayNode variables, String key, String value, boolean masked) {
        variables.add(Json.object()
                .put("key", key)
                .put("value", value)
                .put("public", !masked)
                .put("masked", masked)
                .put("file", false)
                .put("raw", true));
    }

    private static ArrayNode steps(Job job, long timeout) {
        ObjectNode step = Json.object()
                .put("name", "script")
                .put("timeout", timeout)
                .put("when", "on_success")
                .put("allow_failure", false);
        return Json.array().add(step.set("script", Json.strings(job.spec.script())));
    }

    private static ObjectNode features() {
        ObjectNode features = Json.object().put("trace_sections", true);
        return features.set(
                "failure_reasons",
                Json.array()
                        .add("unknown_failure")
                        .add("script_failure")
                        .add("runner_system_failure")
                        .add("job_execution_timeout")
                        .add("runner_interrupted"));
    }
}
