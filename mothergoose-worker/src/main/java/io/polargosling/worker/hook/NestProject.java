package io.polargosling.worker.hook;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.settings.Settings;
import java.util.Optional;

/**
 * The project of the Nest.
 *
 * @param apiToken what GitLab may be called with for it
 */
public record NestProject(GitLabServer server, long id, SecretUri apiToken, SecretUri webhookSecret) {

    /** As the settings name it; empty when they do not. */
    public static Optional<NestProject> of(Settings.Nest nest) {
        var id = nest.projectId();
        if (nest.server().isEmpty() || id == null) {
            return Optional.empty();
        }
        var server = GitLabServer.of(nest.server().get());
        var webhookSecret = SecretUri.of(nest.webhookSecret());
        var apiToken = SecretUri.of(webhookSecret.scheme(), "gitlab/" + server.pathForm() + "/nest", "api-token");
        return Optional.of(new NestProject(server, id, apiToken, webhookSecret));
    }

    boolean is(GitLabServer otherServer, long otherId) {
        return server.equals(otherServer) && id == otherId;
    }
}
