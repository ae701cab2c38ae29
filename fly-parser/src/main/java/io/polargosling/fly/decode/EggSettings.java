package io.polargosling.fly.decode;

import java.util.Optional;

/**
 * The remaining attributes of an egg.
 *
 * @param rift empty unless a Rift is enabled
 */
public record EggSettings(
        Optional<Rift> rift,
        Optional<Located<String>> goslingVersion,
        Optional<Located<String>> opentofuVersion,
        boolean enabled) {

    /** The {@code rift} block; without a server it means the one that is deployed for the egg. */
    public record Rift(Optional<String> server) {}
}
