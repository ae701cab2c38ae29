package io.polargosling.domain.runner;

import io.polargosling.domain.egg.EggName;
import java.util.Optional;

/** Which runners a listing is about; an empty criterion admits all. */
public record RunnerFilter(Optional<EggName> egg, Optional<RunnerState> state) {

    /** Every runner. */
    public static RunnerFilter all() {
        return new RunnerFilter(Optional.empty(), Optional.empty());
    }
}
