package io.polargosling.domain.pool;

/**
 * The counter of one pool of one egg.
 *
 * @param used slots held now, never above {@code maximum} at the time of a reservation
 */
public record CapacityUse(Pool pool, int used, int maximum) {}
