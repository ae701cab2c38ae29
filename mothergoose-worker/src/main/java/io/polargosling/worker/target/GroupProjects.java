package io.polargosling.worker.target;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.KnownProject;
import io.polargosling.domain.store.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The known projects of a group. One that also lies in a nearer group, which another egg has, is kept under that one;
 * it is a project of both.
 */
public final class GroupProjects {

    private final Storage storage;

    /** Projects as {@code storage} knows them. */
    public GroupProjects(Storage storage) {
        this.storage = storage;
    }

    /** The projects of the group and the groups below it. */
    public List<KnownProject> of(Target group) {
        var all = new ArrayList<>(kept(group));
        below(group).stream()
                .map(inner -> inner.id().scope().id())
                .distinct()
                .forEach(inner -> all.addAll(ofGroup(group.declared().server(), inner)));
        return all;
    }

    /** The projects that are kept under just this group. */
    public List<KnownProject> kept(Target group) {
        return ofGroup(group.declared().server(), group.id().scope().id());
    }

    /** The project {@code id}, if it is known to be one of the group's. */
    public Optional<KnownProject> find(Target group, long id) {
        return storage.projects().find(group.declared().server(), id).filter(project -> holds(group, project));
    }

    /** True when {@code project} is one of the group's. */
    public static boolean holds(Target group, KnownProject project) {
        return project.server().equals(group.declared().server())
                && (project.groupId() == group.id().scope().id()
                        || group.fullPath()
                                .filter(path -> isBelow(path, project.path()))
                                .isPresent());
    }

    /** True when {@code path} lies below the group {@code groupPath}; GitLab's paths do not tell letter case. */
    public static boolean isBelow(String groupPath, String path) {
        return path.toLowerCase(Locale.ROOT).startsWith(groupPath.toLowerCase(Locale.ROOT) + "/");
    }

    /** Groups below {@code group} that other targets are. */
    public List<Target> below(Target group) {
        return group.fullPath()
                .map(path -> Pages.all(page ->
                                storage.targets().groups(group.declared().server(), page))
                        .stream()
                        .filter(other -> !other.id().scope().equals(group.id().scope()))
                        .filter(other -> other.fullPath()
                                .filter(inner -> isBelow(path, inner))
                                .isPresent())
                        .toList())
                .orElse(List.of());
    }

    private List<KnownProject> ofGroup(GitLabServer server, long groupId) {
        return Pages.all(page -> storage.projects().ofGroup(server, groupId, page));
    }

    /** True when the target is a group. */
    public static boolean isGroup(Target target) {
        return target.id().scope() instanceof TargetScope.Group;
    }
}
