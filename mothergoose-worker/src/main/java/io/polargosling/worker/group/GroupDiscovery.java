package io.polargosling.worker.group;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabProject;
import io.polargosling.domain.gitlab.KnownProject;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.target.GroupProjects;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the projects of groups; archived ones and those only shared with a group are none. */
public final class GroupDiscovery {

    private static final Logger log = LoggerFactory.getLogger(GroupDiscovery.class);
    private static final int BATCH = 500;

    private final Storage storage;
    private final GitLab gitlab;
    private final InstantSource clock;
    private final GroupProjects projects;

    /** Finds what {@code gitlab} has and keeps it in {@code storage}. */
    public GroupDiscovery(Storage storage, GitLab gitlab, InstantSource clock) {
        this.storage = storage;
        this.gitlab = gitlab;
        this.clock = clock;
        this.projects = new GroupProjects(storage);
    }

    /**
     * What a discovery found.
     *
     * @param fresh projects not known before
     * @param gone projects that are no longer the group's; known until {@link #forget}
     * @param at when it began
     */
    public record Found(List<KnownProject> fresh, List<KnownProject> gone, Instant at) {

        public Found {
            fresh = List.copyOf(fresh);
            gone = List.copyOf(gone);
        }
    }

    /**
     * Lists the group's projects and remembers them, and where the group lies.
     *
     * @throws NotFoundException when there is no such group, or none for this token
     */
    public Found discover(Target group, GitLabAccess access) {
        var at = clock.instant();
        long id = group.id().scope().id();
        var path = gitlab.projects()
                .group(access, id)
                .orElseThrow(() -> new NotFoundException("group " + id + " of " + access.server()
                        + " is not there for the token of egg \"" + group.id().egg()
                        + "\" (expected: a group it may read)"))
                .fullPath();
        if (!group.fullPath().equals(Optional.of(path))) {
            storage.targets().savePath(group.id(), path);
        }
        var located = new Target(
                group.declared(), Optional.of(path), group.hook(), group.lastPolledAt(), group.lastEventAt());
        var known = projects.kept(group);
        var listed = gitlab.projects().ofGroup(access, id).stream()
                .filter(project -> !project.archived())
                .toList();
        var own = keptHere(located, listed).stream()
                .map(project -> new KnownProject(access.server(), project.id(), id, project.path(), at))
                .toList();
        save(own);
        var knownIds = known.stream().map(KnownProject::id).collect(Collectors.toSet());
        var listedIds = listed.stream().map(GitLabProject::id).collect(Collectors.toCollection(HashSet::new));
        var fresh =
                own.stream().filter(project -> !knownIds.contains(project.id())).toList();
        var gone = known.stream()
                .filter(project -> !listedIds.contains(project.id()))
                .toList();
        if (!fresh.isEmpty() || !gone.isEmpty()) {
            log.info(
                    "group discovered egg={} group={} projects={} new={} gone={}",
                    group.id().egg(),
                    path,
                    own.size(),
                    fresh.size(),
                    gone.size());
        }
        return new Found(fresh, gone, at);
    }

    /** Forgets the projects that were last met before {@code limit}. */
    public void forget(Target group, Instant limit) {
        int forgotten;
        do {
            forgotten = storage.projects()
                    .forgetUnseen(group.declared().server(), group.id().scope().id(), limit, BATCH);
        } while (forgotten == BATCH);
    }

    /** Those of the projects that lie in no nearer group that an egg has: they are kept under that one. */
    private List<GitLabProject> keptHere(Target group, List<GitLabProject> listed) {
        var nearer = projects.below(group).stream()
                .filter(inner -> storage.eggs()
                        .find(inner.id().egg())
                        .filter(Egg::acceptsRunners)
                        .isPresent())
                .flatMap(inner -> inner.fullPath().stream())
                .distinct()
                .toList();
        return listed.stream()
                .filter(project -> nearer.stream().noneMatch(path -> GroupProjects.isBelow(path, project.path())))
                .toList();
    }

    private void save(List<KnownProject> found) {
        for (int from = 0; from < found.size(); from += BATCH) {
            storage.projects().save(new ArrayList<>(found.subList(from, Math.min(found.size(), from + BATCH))));
        }
    }
}
