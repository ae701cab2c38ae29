package io.polargosling.nest;

import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An egg of a Nest that has no error. */
public final class NestEgg implements NestEntry {

    private final EggConfig config;
    private final ConfigText text;

    private NestEgg(EggConfig config) {
        this.config = config;
        this.text = new ConfigText(() -> FleetJson.of(config));
    }

    /** The egg with this configuration, also one that no file declares. */
    public static NestEgg of(EggConfig config) {
        return new NestEgg(config);
    }

    @Override
    public EggConfig config() {
        return config;
    }

    @Override
    public String json() {
        return text.json();
    }

    @Override
    public String hash() {
        return text.hash();
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NestEgg same && same.config.equals(config);
    }

    @Override
    public int hashCode() {
        return config.hashCode();
    }

    @Override
    public String toString() {
        return "NestEgg[" + config.name() + "]";
    }
}
