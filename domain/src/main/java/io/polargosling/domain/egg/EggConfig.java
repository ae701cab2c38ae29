package io.polargosling.domain.egg;

import java.util.List;
import java.util.Optional;

/**
 * One accepted configuration of an egg, with every default filled.
 *
 * @param type empty when the kind is decided for each job
 * @param placements where runners are made, in the order they are tried; never empty
 */
public record EggConfig(
        EggName name,
        Optional<RunnerKind> type,
        List<Placement> placements,
        Resources resources,
        RunnerSettings runner,
        GitLabBinding gitlab,
        EggOptions options)
        implements FleetConfig {

    public EggConfig {
        placements = List.copyOf(placements);
    }

    /** What it answers for. */
    public EggTarget target() {
        return EggTarget.of(name, gitlab);
    }

    @Override
    public List<EggTarget> targets() {
        return List.of(target());
    }

    @Override
    public Optional<EggConfig> configOf(TargetId target) {
        return target().id().equals(target) ? Optional.of(this) : Optional.empty();
    }
}
