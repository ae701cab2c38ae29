package io.polargosling.domain.object;

import java.time.Instant;

/**
 * What a store knows of an object without reading it.
 *
 * @param size in bytes
 * @param storedAt when it was put, by the store's clock
 */
public record StoredObject(ObjectKey key, long size, Instant storedAt) {}
