package io.polargosling.domain.inventory;

import io.polargosling.domain.egg.CloudProvider;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The clouds that this program can reach. */
public final class Clouds {

    private final Map<CloudProvider, Cloud> clouds;

    private Clouds(Map<CloudProvider, Cloud> clouds) {
        this.clouds = new EnumMap<>(CloudProvider.class);
        this.clouds.putAll(clouds);
    }

    /** These clouds. */
    public static Clouds of(Map<CloudProvider, Cloud> clouds) {
        return new Clouds(clouds);
    }

    /** The cloud of {@code provider}; empty when it cannot be reached from here. */
    public Optional<Cloud> of(CloudProvider provider) {
        return Optional.ofNullable(clouds.get(provider));
    }

    /** All of them, by provider. */
    public Map<CloudProvider, Cloud> all() {
        return Map.copyOf(clouds);
    }
}
