package io.polargosling.domain.egg;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One accepted configuration of a bucket, with every default filled: several targets that share one fleet.
 *
 * @param name in the same name space as those of eggs
 * @param type empty when the kind is decided for each job
 * @param placements where runners are made, in the order they are tried; never empty
 * @param repos in the order of the file; never empty
 */
public record BucketConfig(
        EggName name,
        Optional<RunnerKind> type,
        List<Placement> placements,
        Resources resources,
        RunnerSettings runner,
        List<BucketRepo> repos,
        EggOptions options)
        implements FleetConfig {

    public BucketConfig {
        placements = List.copyOf(placements);
        repos = List.copyOf(repos);
    }

    /** What holds for the runners of one of its repos: all is the bucket's but the target and the environment. */
    public EggConfig configOf(BucketRepo repo) {
        var environment = new TreeMap<>(options.environment());
        environment.putAll(repo.environment());
        var own = new EggOptions(
                environment,
                options.pools(),
                options.riftServer(),
                options.goslingVersion(),
                options.opentofuVersion(),
                options.enabled());
        return new EggConfig(name, type, placements, resources, runner, repo.gitlab(), own);
    }

    @Override
    public List<EggTarget> targets() {
        return repos.stream().map(this::targetOf).toList();
    }

    @Override
    public Optional<EggConfig> configOf(TargetId target) {
        return repos.stream()
                .filter(repo -> targetOf(repo).id().equals(target))
                .findFirst()
                .map(this::configOf);
    }

    private EggTarget targetOf(BucketRepo repo) {
        return EggTarget.of(name, Optional.of(repo.name()), repo.gitlab());
    }
}
