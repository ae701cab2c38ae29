package io.polargosling.worker.render;

/** Bytes in the units of the compute module, rounded up. */
final class Sizes {

    private Sizes() {}

    static long megabytes(long bytes) {
        return Math.ceilDiv(bytes, 1L << 20);
    }

    static long gigabytes(long bytes) {
        return Math.ceilDiv(bytes, 1L << 30);
    }
}
