package io.polargosling.domain.idempotency;

/**
 * A request's identity.
 *
 * @param caller who sent it, such as a token's id
 * @param key what the caller calls it, 1 to 128 printable characters
 */
public record RequestKey(String caller, String key) {}
