package io.polargosling.fly.syntax;

import java.util.Set;

/** The names beside which secrets stand. Every name of a file is asked about, so most are told apart by their length. */
final class SecretNames {

    private final Set<String> names;
    private final long lengths;

    SecretNames(Set<String> names) {
        this.names = names;
        long found = 0;
        for (String name : names) {
            found |= bit(name.length());
        }
        this.lengths = found;
    }

    private static long bit(int length) {
        return 1L << Math.min(length, Long.SIZE - 1);
    }

    /** Whether a stretch of a text is such a name. */
    boolean contain(String text, int start, int end) {
        return (lengths & bit(end - start)) != 0 && names.contains(text.substring(start, end));
    }
}
