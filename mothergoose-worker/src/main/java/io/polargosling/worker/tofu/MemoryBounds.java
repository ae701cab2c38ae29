package io.polargosling.worker.tofu;

/**
 * How much memory one run may take, in bytes, of all its processes together.
 *
 * @param soft OpenTofu is asked to end
 * @param hard it is killed, for the host would be next
 */
record MemoryBounds(long soft, long hard) {

    private static final long MIB = 1 << 20;

    /** Twice what the largest providers take; never more than most of this host. */
    static MemoryBounds ofHost(HostMemory host) {
        long most = host.total() / 4 * 3;
        return new MemoryBounds(Math.min(1536 * MIB, most / 4 * 3), Math.min(2048 * MIB, most));
    }

    /** What the garbage collector of each process is told, so that it works harder before any of this happens. */
    String forGo() {
        return soft / 3 * 2 / MIB + "MiB";
    }
}
