package io.polargosling.fly.decode;

import java.util.Optional;

/**
 * The {@code resources} block.
 *
 * @param disk empty when not written: the place decides
 */
public record ResourcesSpec(int cpu, ByteSize memory, Optional<ByteSize> disk, boolean preemptible) {}
