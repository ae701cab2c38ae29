package io.polargosling.fly.decode;

import java.util.Optional;

/**
 * The remaining attributes of an egg.
 *
 * @param riftServer empty unless a Rift is enabled
 */
public record EggSettings(
        Optional<String> riftServer,
        Optional<Located<String>> goslingVersion,
        Optional<Located<String>> opentofuVersion,
        boolean enabled) {}
