package io.polargosling.gitlab;

import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabGroup;
import io.polargosling.domain.gitlab.GitLabProject;
import io.polargosling.domain.gitlab.GitLabProjects;
import io.polargosling.domain.gitlab.GitLabVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Projects, groups and the server itself by REST. */
final class RestProjects implements GitLabProjects {

    private final Servers servers;

    RestProjects(Servers servers) {
        this.servers = servers;
    }

    @Override
    public List<GitLabProject> ofGroup(GitLabAccess access, long groupId) {
        var call = Call.poll("listing projects of group " + groupId);
        return servers
                .all(access, call, (apis, token, page) -> apis.projects().ofGroup(token, groupId, page))
                .orElseThrow(() -> Owner.of(new TargetScope.Group(groupId)).missing(call))
                .stream()
                .map(node -> project(node, call.act()))
                .toList();
    }

    @Override
    public Optional<GitLabProject> find(GitLabAccess access, long projectId) {
        var call = Call.poll("reading project " + projectId);
        return servers.send(access, call, (apis, token) -> apis.projects().find(token, projectId))
                .ifThere()
                .map(answer -> answer.as(RestProjects::project));
    }

    @Override
    public Optional<GitLabGroup> group(GitLabAccess access, long groupId) {
        var call = Call.poll("reading group " + groupId);
        return servers.send(access, call, (apis, token) -> apis.projects().group(token, groupId))
                .ifThere()
                .map(answer -> answer.as(RestProjects::group));
    }

    @Override
    public GitLabVersion version(GitLabAccess access) {
        var call = Call.poll("asking " + access.server() + " for its version");
        return servers.send(access, call, (apis, token) -> apis.projects().version(token))
                .required()
                .as((node, act) -> GitLabVersion.parse(Json.text(node.path("version"), act)));
    }

    private static GitLabProject project(JsonNode node, String act) {
        var timeout = node.path("build_timeout");
        return new GitLabProject(
                Json.id(node.path("id"), act),
                Json.text(node.path("path_with_namespace"), act),
                group(node.path("namespace"), act),
                node.path("archived").asBoolean(false),
                timeout.isIntegralNumber() ? Optional.of(Duration.ofSeconds(timeout.asLong())) : Optional.empty());
    }

    private static GitLabGroup group(JsonNode node, String act) {
        return new GitLabGroup(Json.id(node.path("id"), act), Json.text(node.path("full_path"), act));
    }
}
