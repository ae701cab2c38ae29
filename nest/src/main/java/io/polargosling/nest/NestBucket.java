package io.polargosling.nest;

import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bucket of a Nest that has no error. */
public final class NestBucket implements NestEntry {

    private final BucketConfig config;
    private final ConfigText text;

    private NestBucket(BucketConfig config) {
        this.config = config;
        this.text = new ConfigText(() -> FleetJson.of(config));
    }

    static NestBucket of(BucketConfig config) {
        return new NestBucket(config);
    }

    @Override
    public BucketConfig config() {
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
        return other instanceof NestBucket same && same.config.equals(config);
    }

    @Override
    public int hashCode() {
        return config.hashCode();
    }

    @Override
    public String toString() {
        return "NestBucket[" + config.name() + "]";
    }
}
