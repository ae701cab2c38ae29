package io.polargosling.fly.syntax;

import org.jspecify.annotations.Nullable;

/**
 * Names as strings. Configurations say the same few names over and over, so short ones are kept and given again. The store
 * forgets a name when another falls on its place, and threads may overwrite each other's entries: it only ever saves work,
 * since a string read from it is compared before it is used.
 */
final class Names {

    private static final int PLACES = 1 << 10;
    private static final int LONGEST = 32;

    private static final @Nullable String[] KNOWN = new String[PLACES];

    private Names() {}

    static String of(String text, int start, int end) {
        int length = end - start;
        if (length > LONGEST) {
            return text.substring(start, end);
        }
        int hash = length;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + text.charAt(i);
        }
        int place = (hash ^ (hash >>> 10)) & (PLACES - 1);
        String known = KNOWN[place];
        if (known != null && known.length() == length && text.startsWith(known, start)) {
            return known;
        }
        String name = text.substring(start, end);
        KNOWN[place] = name;
        return name;
    }
}
