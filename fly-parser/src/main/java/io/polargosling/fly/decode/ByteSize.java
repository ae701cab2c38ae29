package io.polargosling.fly.decode;

/** An amount of memory or disk; units are powers of 1024, as clouds count, whether written GB or GiB. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    private static final long MB = 1L << 20;

    /** So many units of 1048576 bytes. */
    public static ByteSize ofMegabytes(long megabytes) {
        return new ByteSize(Math.multiplyExact(megabytes, MB));
    }

    /** So many units of 1024 MB. */
    public static ByteSize ofGigabytes(long gigabytes) {
        return ofMegabytes(Math.multiplyExact(gigabytes, 1024L));
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** In the largest unit that leaves a whole number. */
    @Override
    public String toString() {
        long megabytes = bytes / MB;
        return megabytes % 1024 == 0 ? megabytes / 1024 + " GB" : megabytes + " MB";
    }
}
