package io.polargosling.domain.store;

/**
 * A write under a lease: it is carried out only while {@code key} still has the fencing token {@code token}.
 *
 * @param token grows with every new owner of the lease
 */
public record Fence(String key, long token) {}
