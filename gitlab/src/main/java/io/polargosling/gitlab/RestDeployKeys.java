package io.polargosling.gitlab;

import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabDeployKey;
import io.polargosling.domain.gitlab.GitLabDeployKeys;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Deploy keys by REST. */
final class RestDeployKeys implements GitLabDeployKeys {

    private final Servers servers;

    RestDeployKeys(Servers servers) {
        this.servers = servers;
    }

    @Override
    public List<GitLabDeployKey> list(GitLabAccess access, long projectId) {
        var call = Call.poll("listing deploy keys of project " + projectId);
        return servers
                .all(access, call, (apis, token, page) -> apis.deployKeys().list(token, projectId, page))
                .orElseThrow(() -> Owner.of(new TargetScope.Project(projectId)).missing(call))
                .stream()
                .map(node -> key(node, call.act()))
                .toList();
    }

    @Override
    public GitLabDeployKey add(GitLabAccess access, long projectId, String title, String publicKey, boolean canPush) {
        var call = Call.create("adding deploy key \"" + title + "\" to project " + projectId);
        byte[] body = Servers.body(Map.of("title", title, "key", publicKey, "can_push", canPush));
        return servers.send(access, call, (apis, token) -> apis.deployKeys().add(token, projectId, body))
                .required()
                .as(RestDeployKeys::key);
    }

    @Override
    public void delete(GitLabAccess access, long projectId, long keyId) {
        var call = Call.delete("deleting deploy key " + keyId + " of project " + projectId);
        servers.send(access, call, (apis, token) -> apis.deployKeys().delete(token, projectId, keyId))
                .ifThere();
    }

    private static GitLabDeployKey key(JsonNode node, String act) {
        return new GitLabDeployKey(
                Json.id(node.path("id"), act),
                node.path("title").asString(""),
                Json.text(node.path("key"), act),
                node.path("can_push").asBoolean(false));
    }
}
