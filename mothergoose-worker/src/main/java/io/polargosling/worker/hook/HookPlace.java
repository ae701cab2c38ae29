package io.polargosling.worker.hook;

import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLabAccess;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A project or group that is to have one hook of ours, and how that one is told from others.
 *
 * @param id of the hook, where it is known
 * @param others hooks with the same address that are somebody else's of us
 * @param mayAdopt whether a hook with our address that nobody claims is this one
 */
record HookPlace(GitLabAccess access, TargetScope scope, OptionalLong id, Set<Long> others, boolean mayAdopt) {

    HookPlace {
        others = Set.copyOf(others);
    }

    /** As messages name it. */
    String name() {
        return switch (scope) {
            case TargetScope.Project project -> "project " + project.id() + " of " + access.server();
            case TargetScope.Group group -> "group " + group.id() + " of " + access.server();
        };
    }
}
