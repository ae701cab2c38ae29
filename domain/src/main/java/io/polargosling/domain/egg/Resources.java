package io.polargosling.domain.egg;

import java.util.OptionalLong;

/**
 * The size of a runner.
 *
 * @param cpu 1 to 128 cores
 * @param memoryBytes 128 MB to 512 GB, in bytes
 * @param diskBytes 10 to 10240 GB, in bytes; empty where the place decides
 */
public record Resources(int cpu, long memoryBytes, OptionalLong diskBytes, boolean preemptible) {}
