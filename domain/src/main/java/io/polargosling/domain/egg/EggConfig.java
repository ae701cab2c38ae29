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
        EggOptions options) {

    public EggConfig {
        placements = List.copyOf(placements);
    }

    /** The first place to try. */
    public Placement cloud() {
        return placements.getFirst();
    }
}
