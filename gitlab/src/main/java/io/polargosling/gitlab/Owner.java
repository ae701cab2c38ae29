package io.polargosling.gitlab;

import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.problem.InvalidException;

/**
 * A project or group, in the words of GitLab's addresses.
 *
 * @param path {@code projects} or {@code groups}
 * @param runnerType what GitLab calls a runner that is just its
 */
record Owner(String path, long id, String runnerType, String word) {

    static Owner of(TargetScope scope) {
        return switch (scope) {
            case TargetScope.Project project -> new Owner("projects", project.id(), "project_type", "project");
            case TargetScope.Group group -> new Owner("groups", group.id(), "group_type", "group");
        };
    }

    /** It must be there for what is being done. */
    InvalidException missing(Call call) {
        return new InvalidException(
                call.act() + ": GitLab answered 404 (expected: an id that is there, and visible for this token)");
    }

    @Override
    public String toString() {
        return word + " " + id;
    }
}
