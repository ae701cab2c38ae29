package io.polargosling.domain.egg;

import java.util.List;
import java.util.Optional;

/**
 * One place where an egg's runners may be made.
 *
 * @param region empty only for {@link CloudProvider#LOCAL}
 * @param identity service account (Yandex) or instance profile (AWS) of the runner
 */
public record Placement(
        CloudProvider provider,
        Optional<String> region,
        Optional<String> zone,
        Optional<String> subnetId,
        List<String> securityGroupIds,
        Optional<String> identity,
        Optional<String> image) {

    public Placement {
        securityGroupIds = List.copyOf(securityGroupIds);
    }

    /** The worker's own host. */
    public static Placement local() {
        return new Placement(
                CloudProvider.LOCAL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
