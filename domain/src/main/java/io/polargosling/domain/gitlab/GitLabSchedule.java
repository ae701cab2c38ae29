package io.polargosling.domain.gitlab;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A pipeline schedule.
 *
 * @param is what it is; without variables in lists
 * @param ownerId the user whose rights its pipelines have
 * @param nextRunAt empty while it is not active
 */
public record GitLabSchedule(long id, WantedSchedule is, OptionalLong ownerId, Optional<Instant> nextRunAt) {}
