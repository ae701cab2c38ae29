package io.polargosling.api.webhook;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.gitlab.WebhookEvent;
import io.polargosling.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds what a webhook may be for: by server and the ids of project and group, never by name. */
final class HookTargets {

    private final ProjectTargets projects;
    private final GroupTargets groups;
    private final Optional<NestProject> nest;

    HookTargets(ProjectTargets projects, GroupTargets groups, Settings.Nest nest) {
        this.projects = projects;
        this.groups = groups;
        this.nest = nest.server()
                .filter(server -> nest.projectId() != null)
                .map(server -> new NestProject(
                        GitLabServer.of(server),
                        Objects.requireNonNull(nest.projectId()),
                        new HookTarget.Nest(nest.branch(), SecretUri.of(nest.webhookSecret()))));
    }

    private record NestProject(GitLabServer server, long projectId, HookTarget.Nest target) {}

    /** Exactly the targets of the event, of eggs that accept runners, and the Nest: projects first, then near groups. */
    List<HookTarget> candidates(GitLabServer server, WebhookEvent event) {
        var found = new ArrayList<HookTarget>();
        if (event.projectId().isPresent()) {
            long projectId = event.projectId().getAsLong();
            projects.matching(server, projectId).forEach(target -> found.add(new HookTarget.OfEgg(target)));
            nest.filter(project -> project.server().equals(server) && project.projectId() == projectId)
                    .ifPresent(project -> found.add(project.target()));
        }
        groups.matching(server, event).forEach(target -> found.add(new HookTarget.OfEgg(target)));
        return found;
    }
}
