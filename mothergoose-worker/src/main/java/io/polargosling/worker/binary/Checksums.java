package io.polargosling.worker.binary;

import io.polargosling.domain.object.Sha256;
import java.util.Locale;
import java.util.regex.Pattern;

/** What {@code sha256sum} writes: a line for each file, with its SHA-256 and its name. */
final class Checksums {

    private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]{64})[ \\t]+\\*?(\\S{1,512})\\s*");

    private Checksums() {}

    /**
     * That of the file {@code name}, in whatever folder the line says it is.
     *
     * @throws ReleaseException when there is none, or two that differ
     */
    static Sha256 of(String name, String text) throws ReleaseException {
        Sha256 found = null;
        for (var line : text.split("\n", -1)) {
            var matcher = LINE.matcher(line);
            if (matcher.matches() && lastPart(matcher.group(2)).equals(name)) {
                var sum = new Sha256(matcher.group(1).toLowerCase(Locale.ROOT));
                if (found != null && !found.equals(sum)) {
                    throw new ReleaseException("the checksums have two different ones for " + name);
                }
                found = sum;
            }
        }
        if (found == null) {
            throw new ReleaseException("the checksums have none for " + name);
        }
        return found;
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
