package io.polargosling.domain.binary;

import java.time.Instant;
import java.util.Optional;

/**
 * Which build of a program is active. There is one row per program, so there is never a second active one.
 *
 * @param previous what was active before, and what a rollback goes back to; empty before the second activation
 * @param changedBy who activated it
 * @param version the row's version as read
 */
public record ActiveBinary(
        BinaryName binary,
        BinaryId current,
        Optional<BinaryId> previous,
        Instant changedAt,
        String changedBy,
        long version) {}
