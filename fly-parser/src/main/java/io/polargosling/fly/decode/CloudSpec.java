package io.polargosling.fly.decode;

import java.util.List;
import java.util.Optional;

/**
 * A {@code cloud} or {@code fallback} block.
 *
 * @param region empty only for the local provider
 * @param identity service account or instance profile
 */
public record CloudSpec(
        Located<Cloud> provider,
        Optional<String> region,
        Optional<String> zone,
        Optional<String> subnetId,
        List<String> securityGroupIds,
        Optional<String> identity,
        Optional<String> image) {

    public CloudSpec {
        securityGroupIds = List.copyOf(securityGroupIds);
    }
}
