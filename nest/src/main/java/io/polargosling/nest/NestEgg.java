package io.polargosling.nest;

import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerSettings;
import java.util.List;

/** An egg of a Nest that has no error. */
public record NestEgg(EggConfig config, String json, String hash) implements NestEntry {

    static NestEgg of(EggConfig config) {
        String json = CanonicalJson.write(FleetJson.of(config));
        return new NestEgg(config, json, CanonicalJson.sha256(json));
    }

    @Override
    public EggName name() {
        return config.name();
    }

    @Override
    public List<Placement> placements() {
        return config.placements();
    }

    @Override
    public RunnerSettings runner() {
        return config.runner();
    }

    @Override
    public EggOptions options() {
        return config.options();
    }
}
