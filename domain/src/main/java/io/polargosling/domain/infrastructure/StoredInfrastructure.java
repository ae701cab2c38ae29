package io.polargosling.domain.infrastructure;

import io.polargosling.domain.egg.CommitId;
import java.time.Instant;

/**
 * MotherGoose's configuration as stored.
 *
 * @param config canonical JSON of the typed configuration, defaults filled
 * @param commit the Nest commit it was read from
 * @param syncedAt when it was written
 */
public record StoredInfrastructure(String config, CommitId commit, Instant syncedAt) {}
