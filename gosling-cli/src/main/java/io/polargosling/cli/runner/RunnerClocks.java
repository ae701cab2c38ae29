package io.polargosling.cli.runner;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The two kinds of time.
 *
 * @param wall what a calendar says; may be set while the program runs
 * @param steady for measuring; never set
 */
record RunnerClocks(InstantSource wall, InstantSource steady) {

    static RunnerClocks ofSystem() {
        long began = System.nanoTime();
        Instant base = Instant.now();
        return new RunnerClocks(InstantSource.system(), () -> base.plusNanos(System.nanoTime() - began));
    }
}
