package io.polargosling.domain.token;

import java.time.Instant;
import java.util.UUID;

/** An API token's row; of the token itself only the hash is known. */
public record ApiToken(UUID id, String name, Role role, TokenHash hash, Instant createdAt, Instant expiresAt) {}
