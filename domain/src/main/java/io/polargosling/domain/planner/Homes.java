package io.polargosling.domain.planner;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetScope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which of a bucket's repos a job belongs to. */
final class Homes {

    private final boolean isBucket;
    private final Set<String> repos = new HashSet<>();
    private final Map<Project, String> byProject = new HashMap<>();
    /** The repo of a server's only group; empty when it has several. */
    private final Map<GitLabServer, Optional<String>> byServer = new HashMap<>();

    private record Project(GitLabServer server, long id) {}

    /** @param repo empty for the job of an egg */
    record Home(Optional<String> repo) {}

    Homes(FleetConfig config) {
        this.isBucket = switch (config) {
            case EggConfig _ -> false;
            case BucketConfig _ -> true;
        };
        config.targets().forEach(this::add);
    }

    private void add(EggTarget target) {
        target.repo().ifPresent(repo -> {
            repos.add(repo);
            switch (target.scope()) {
                case TargetScope.Project project -> byProject.put(new Project(target.server(), project.id()), repo);
                case TargetScope.Group _ ->
                    byServer.merge(target.server(), Optional.of(repo), (first, second) -> Optional.empty());
            }
        });
    }

    /** Where the job belongs; empty for a bucket's job that none of its repos is known to answer for. */
    Optional<Home> of(CiJob job) {
        if (!isBucket) {
            return Optional.of(new Home(Optional.empty()));
        }
        var known = job.repo()
                .filter(repos::contains)
                .or(() -> Optional.ofNullable(byProject.get(new Project(job.server(), job.projectId()))))
                .or(() -> byServer.getOrDefault(job.server(), Optional.empty()));
        return known.map(repo -> new Home(Optional.of(repo)));
    }

    /** True when runners of {@code repo} still have somebody to serve. */
    boolean serves(Optional<String> repo) {
        return isBucket ? repo.filter(repos::contains).isPresent() : repo.isEmpty();
    }

    /** The repos by name; one without a name for an egg. */
    Set<Home> all() {
        if (!isBucket) {
            return Set.of(new Home(Optional.empty()));
        }
        var homes = new HashSet<Home>();
        repos.forEach(repo -> homes.add(new Home(Optional.of(repo))));
        return homes;
    }
}
