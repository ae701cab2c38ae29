package io.polargosling.domain.egg;

import io.polargosling.domain.audit.AuditEntry;

/**
 * A configuration to be made that of an egg or bucket.
 *
 * @param hash SHA-256 of the canonical configuration, 64 hexadecimal digits
 * @param audit written with it when it changes something
 */
public record EggDeclaration(FleetConfig config, String hash, AuditEntry audit) {}
