package io.polargosling.api.heartbeat;

import java.time.Instant;

/**
 * What a runner is to do.
 *
 * @param desired {@code run}, {@code drain} (take no further job) or {@code stop}
 * @param configVersion of the configuration it should have
 * @param nextInSeconds when its next heartbeat is expected
 */
public record Directive(String desired, long configVersion, long nextInSeconds, Instant serverTime) {}
