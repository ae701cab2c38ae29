package io.polargosling.api.webhook;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggStore;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetStore;
import io.polargosling.domain.gitlab.KnownProject;
import io.polargosling.domain.gitlab.ProjectStore;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.gitlab.WebhookEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The groups that eggs answer for, matched by the project as discovery knows it, else by path. The groups of a server
 * are remembered for a moment, since every webhook asks for them.
 */
final class GroupTargets {

    /** For so long a new group is not matched yet, and that of an egg just disabled still is. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private static final int SERVERS = 100;
    private static final int PAGE = 500;

    private final TargetStore targets;
    private final EggStore eggs;
    private final ProjectStore projects;
    private final LoadingCache<GitLabServer, List<Group>> ofServer;

    /** @param path in small letters; empty while it is not known */
    private record Group(EggTarget target, String path) {

        boolean holds(String fullPath) {
            return !path.isEmpty()
                    && fullPath.startsWith(path)
                    && (fullPath.length() == path.length() || fullPath.charAt(path.length()) == '/');
        }
    }

    GroupTargets(TargetStore targets, EggStore eggs, ProjectStore projects, Ticker ticker) {
        this.targets = targets;
        this.eggs = eggs;
        this.projects = projects;
        this.ofServer = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .maximumSize(SERVERS)
                .ticker(ticker)
                .build(this::load);
    }

    /** The groups of eggs that accept runners which the event lies in or is about, the nearest first. */
    List<EggTarget> matching(GitLabServer server, WebhookEvent event) {
        var groups = ofServer.get(server);
        if (groups.isEmpty()) {
            return List.of();
        }
        var known = event.projectId().isPresent()
                ? projects.find(server, event.projectId().getAsLong())
                : Optional.<KnownProject>empty();
        // Once discovery has seen the project, what the event says of its path counts no more.
        String path = known.map(KnownProject::path).or(event::path).orElse("").toLowerCase(Locale.ROOT);
        return groups.stream()
                .filter(group ->
                        group.holds(path) || isNamed(group.target().scope().id(), event, known))
                .map(Group::target)
                .toList();
    }

    private static boolean isNamed(long group, WebhookEvent event, Optional<KnownProject> known) {
        return known.filter(project -> project.groupId() == group).isPresent()
                || event.groupId().orElse(0) == group
                || event.parentGroupId().orElse(0) == group;
    }

    private List<Group> load(GitLabServer server) {
        var found = new ArrayList<Group>();
        var page = PageRequest.first(PAGE);
        for (var next = Optional.of(page); next.isPresent(); ) {
            Page<Target> groups = targets.groups(server, next.get());
            for (var group : groups.items()) {
                var target = group.declared();
                if (eggs.find(target.egg()).filter(Egg::acceptsRunners).isPresent()) {
                    found.add(new Group(target, group.fullPath().orElse("").toLowerCase(Locale.ROOT)));
                }
            }
            next = groups.next().map(cursor -> new PageRequest(PAGE, Optional.of(cursor)));
        }
        // A group's path is longer than that of any group around it.
        found.sort(
                Comparator.comparingInt((Group group) -> group.path().length()).reversed());
        return List.copyOf(found);
    }
}
