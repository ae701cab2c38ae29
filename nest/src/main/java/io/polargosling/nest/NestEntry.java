package io.polargosling.nest;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerSettings;
import java.util.List;

/** An egg or a bucket of a Nest that has no error of its own; both have their names from one name space. */
public sealed interface NestEntry permits NestEgg, NestBucket {

    EggName name();

    /** All that it says. */
    FleetConfig config();

    /** Where its runners are made, in the order they are tried; never empty. */
    List<Placement> placements();

    RunnerSettings runner();

    EggOptions options();

    /** Its configuration as canonical JSON: defaults filled, keys sorted, bytes and seconds, no blanks. */
    String json();

    /** SHA-256 of {@link #json} in UTF-8, 64 hexadecimal digits. */
    String hash();
}
