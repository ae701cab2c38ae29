package io.polargosling.simulator.server;

import java.net.URI;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** The parts that webhook bodies have in common. */
final class PayloadParts {

    static final long USER_ID = 41;
    static final String USER_NAME = "Sim Ulator";
    static final String USERNAME = "sim";
    static final String USER_EMAIL = "sim@simulator.invalid";
    static final String MESSAGE = "Change made in the simulator\n";

    private final String base;
    private final String host;

    /** @param base the simulator's address without a slash at the end */
    PayloadParts(String base) {
        this.base = base;
        this.host = URI.create(base).getHost();
    }

    String userUrl() {
        return base + "/" + USERNAME;
    }

    String url(Project project) {
        return base + "/" + project.path();
    }

    private String ssh(Project project) {
        return "git@" + host + ":" + project.path() + ".git";
    }

    String http(Project project) {
        return url(project) + ".git";
    }

    ObjectNode user() {
        return Json.object()
                .put("id", USER_ID)
                .put("name", USER_NAME)
                .put("username", USERNAME)
                .putNull("avatar_url")
                .put("email", "[REDACTED]");
    }

    ObjectNode project(Project project) {
        return Json.object()
                .put("id", project.id())
                .put("name", project.name())
                .putNull("description")
                .put("web_url", url(project))
                .putNull("avatar_url")
                .put("git_ssh_url", ssh(project))
                .put("git_http_url", http(project))
                .put("namespace", project.groupName())
                .put("visibility_level", 0)
                .put("path_with_namespace", project.path())
                .put("default_branch", project.defaultBranch())
                .putNull("ci_config_path");
    }

    ObjectNode projectWithOldNames(Project project) {
        return project(project)
                .put("homepage", url(project))
                .put("url", ssh(project))
                .put("ssh_url", ssh(project))
                .put("http_url", http(project));
    }

    ObjectNode shortRepository(Project project) {
        return Json.object()
                .put("name", project.name())
                .put("url", ssh(project))
                .putNull("description")
                .put("homepage", url(project));
    }

    ObjectNode repository(Project project) {
        return shortRepository(project)
                .put("git_http_url", http(project))
                .put("git_ssh_url", ssh(project))
                .put("visibility_level", 0);
    }

    ObjectNode commit(Project project, String sha, Instant time) {
        ObjectNode commit = Json.object()
                .put("id", sha)
                .put("message", MESSAGE)
                .put("title", MESSAGE.strip())
                .put("timestamp", Json.iso(time))
                .put("url", url(project) + "/-/commit/" + sha);
        commit.set("author", Json.object().put("name", USER_NAME).put("email", USER_EMAIL));
        return commit;
    }

    ObjectNode pushedCommit(Project project, String sha, Instant time) {
        ObjectNode commit = commit(project, sha, time);
        commit.set("added", Json.array());
        commit.set("modified", Json.array().add("README.md"));
        commit.set("removed", Json.array());
        return commit;
    }

    ObjectNode mergeRequestAttributes(Project project, MergeRequestEvent event, Instant now) {
        String state = switch (event.action()) {
            case "close" -> "closed";
            case "merge" -> "merged";
            default -> "opened";
        };
        ObjectNode attributes = Json.object()
                .put("id", 90_000 + event.iid())
                .put("iid", event.iid())
                .put("target_branch", project.defaultBranch())
                .put("source_branch", event.sourceBranch())
                .put("source_project_id", project.id())
                .put("target_project_id", project.id())
                .put("author_id", USER_ID)
                .put("title", "Merge " + event.sourceBranch())
                .put("description", "")
                .put("created_at", Json.iso(now))
                .put("updated_at", Json.iso(now))
                .put("state", state)
                .put("draft", false)
                .put("work_in_progress", false)
                .put("merge_status", "unchecked")
                .put("detailed_merge_status", "mergeable")
                .put("url", url(project) + "/-/merge_requests/" + event.iid());
        attributes.set("source", projectWithOldNames(project));
        attributes.set("target", projectWithOldNames(project));
        attributes.set("last_commit", commit(project, "1".repeat(40), now));
        attributes.put("action", event.action());
        event.oldRevision().ifPresent(old -> attributes.put("oldrev", old));
        return attributes;
    }
}
