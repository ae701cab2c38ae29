package io.polargosling.domain.egg;

import java.time.Instant;
import java.util.Optional;

/**
 * A target with what was learnt of it at GitLab.
 *
 * @param fullPath of the project or group as GitLab writes it; empty while it is not known
 * @param lastPolledAt when its jobs were last listed
 * @param lastEventAt when it last sent an event that was believed
 */
public record Target(
        EggTarget declared,
        Optional<String> fullPath,
        TargetHook hook,
        Optional<Instant> lastPolledAt,
        Optional<Instant> lastEventAt) {

    /** Its identity. */
    public TargetId id() {
        return declared.id();
    }
}
