package io.polargosling.nest;

import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;

/**
 * An egg of a Nest that has no error.
 *
 * @param json its configuration as canonical JSON: defaults filled, keys sorted, bytes and seconds, no blanks
 * @param hash SHA-256 of that text in UTF-8, 64 hexadecimal digits
 */
public record NestEgg(EggConfig config, String json, String hash) {

    static NestEgg of(EggConfig config) {
        String json = CanonicalJson.write(ConfigJson.of(config));
        return new NestEgg(config, json, CanonicalJson.sha256(json));
    }

    public EggName name() {
        return config.name();
    }
}
