package io.polargosling.worker.sync;

import io.polargosling.settings.Settings;
import java.time.Duration;

/**
 * How much of a Nest is taken.
 *
 * @param files in the whole tree; as many folders, too
 * @param bytes of all {@code .fly} files together, and of any single object
 * @param time of one fetch with all its steps
 */
record NestLimits(int files, long bytes, Duration time) {

    private static final Duration TIME = Duration.ofSeconds(60);
    /** History, and files that are not Fly, come along. */
    private static final int PACK_FACTOR = 2;

    private static final int CACHE_FACTOR = 3;

    static NestLimits of(Settings.Sync settings) {
        return new NestLimits(settings.maxFiles(), settings.maxBytes().toBytes(), TIME);
    }

    /** What one fetch may receive. */
    long packBytes() {
        return bytes * PACK_FACTOR;
    }

    /** Beyond this the cache is made anew. */
    long cacheBytes() {
        return packBytes() * CACHE_FACTOR;
    }
}
