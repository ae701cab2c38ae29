package io.polargosling.domain.lease;

import java.time.Instant;
import java.util.Optional;

/**
 * A lease as stored.
 *
 * @param owner who holds it, see {@link io.polargosling.domain.host.HostProcess#toString()}; empty when it is free
 * @param token the fencing token; grows with every new owner and never shrinks
 * @param renewals how often the present owner renewed it
 * @param nextAt for a duty, when it is due again
 */
public record LeaseRow(String key, Optional<String> owner, long token, long renewals, Optional<Instant> nextAt) {}
