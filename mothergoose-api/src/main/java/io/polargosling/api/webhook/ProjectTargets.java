package io.polargosling.api.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.polargosling.domain.egg.EggStore;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.GitLabServer;
import java.time.Duration;
import java.util.List;

/**
 * The projects that eggs answer for. What was found is remembered for a moment, so that a project that sends many
 * webhooks is looked up once; that nothing was found is not, so a new egg is matched at once.
 */
final class ProjectTargets {

    /** For so long an egg just disabled is matched still, and a second egg of a project is not matched yet. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private static final int MOST = 10_000;

    private final EggStore eggs;
    private final Cache<Project, List<EggTarget>> found;

    private record Project(GitLabServer server, long id) {}

    ProjectTargets(EggStore eggs, Ticker ticker) {
        this.eggs = eggs;
        this.found = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .maximumSize(MOST)
                .ticker(ticker)
                .build();
    }

    /** Those that are exactly this project, of eggs that accept runners. */
    List<EggTarget> matching(GitLabServer server, long projectId) {
        var project = new Project(server, projectId);
        var known = found.getIfPresent(project);
        if (known != null) {
            return known;
        }
        var targets = eggs.projectTargets(server, projectId);
        if (!targets.isEmpty()) {
            found.put(project, targets);
        }
        return targets;
    }
}
