package io.polargosling.api.webhook;

import io.polargosling.domain.egg.EggStore;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds what a webhook may be for: by server and project id, never by name. */
final class HookTargets {

    private final EggStore eggs;
    private final Optional<NestProject> nest;

    HookTargets(EggStore eggs, Settings.Nest nest) {
        this.eggs = eggs;
        this.nest = nest.server()
                .filter(server -> nest.projectId() != null)
                .map(server -> new NestProject(
                        GitLabServer.of(server),
                        Objects.requireNonNull(nest.projectId()),
                        new HookTarget.Nest(nest.branch(), SecretUri.of(nest.webhookSecret()))));
    }

    private record NestProject(GitLabServer server, long projectId, HookTarget.Nest target) {}

    /** Exactly the targets with this server and project: eggs that accept runners, and the Nest. */
    List<HookTarget> candidates(GitLabServer server, long projectId) {
        var found = new ArrayList<HookTarget>();
        for (var target : eggs.projectTargets(server, projectId)) {
            found.add(new HookTarget.OfEgg(target.egg(), projectId, target.webhookSecret()));
        }
        nest.filter(project -> project.server().equals(server) && project.projectId() == projectId)
                .ifPresent(project -> found.add(project.target()));
        return found;
    }
}
