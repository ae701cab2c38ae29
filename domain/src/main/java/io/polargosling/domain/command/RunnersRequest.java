package io.polargosling.domain.command;

import io.polargosling.domain.egg.CloudProvider;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runners asked for by hand.
 *
 * @param count 1 to 40
 * @param tags what the job they are meant for asks for; they decide the kind where the egg does not
 * @param expected how long that job is expected to take
 * @param privileged whether that job needs privileged mode
 * @param provider one of the egg's clouds; empty for the first that has room
 * @param region of that cloud; empty for any
 */
public record RunnersRequest(
        int count,
        Set<String> tags,
        Optional<Duration> expected,
        boolean privileged,
        Optional<CloudProvider> provider,
        Optional<String> region) {

    public RunnersRequest {
        tags = Collections.unmodifiableSet(new TreeSet<>(tags));
    }
}
