package io.polargosling.nest;

import io.polargosling.domain.infrastructure.Infrastructure;

/**
 * The control plane as a Nest describes it, without an error.
 *
 * @param json the description as canonical JSON: defaults filled, keys sorted, bytes and seconds, no blanks
 * @param hash SHA-256 of that text in UTF-8, 64 hexadecimal digits
 */
public record NestInfrastructure(Infrastructure config, String json, String hash) {

    static NestInfrastructure of(Infrastructure config) {
        String json = CanonicalJson.write(InfrastructureJson.of(config));
        return new NestInfrastructure(config, json, CanonicalJson.sha256(json));
    }
}
