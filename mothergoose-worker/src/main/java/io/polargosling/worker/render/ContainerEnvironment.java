package io.polargosling.worker.render;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What of an egg's environment its containers start with. Jobs get the whole of it with the agent's configuration; this
 * is for the container itself, and the same in every cloud: what the platforms reserve or have no room for is left out.
 */
final class ContainerEnvironment {

    /** Of the 4096 bytes of the smallest platform, without the module's own variables. */
    private static final int MOST_BYTES = 3072;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{1,127}");
    private static final Pattern RESERVED = Pattern.compile("(GOSLING|AWS|YC|X_YCF)_.*");

    private ContainerEnvironment() {}

    /** The entries of {@code environment} in the order of their names, as many as have room. */
    static Map<String, String> of(Map<String, String> environment) {
        var kept = new TreeMap<String, String>();
        int bytes = 0;
        for (var entry : new TreeMap<>(environment).entrySet()) {
            var name = entry.getKey();
            int size = name.length() + 6 + bytes(entry.getValue());
            boolean allowed =
                    NAME.matcher(name).matches() && !RESERVED.matcher(name).matches();
            if (allowed && bytes + size <= MOST_BYTES) {
                kept.put(name, entry.getValue());
                bytes += size;
            }
        }
        return kept;
    }

    /** As the module counts: in JSON, where OpenTofu writes some characters as six. */
    private static int bytes(String value) {
        return value.chars()
                        .map(each -> each < ' ' || "<>&\u2028\u2029".indexOf(each) >= 0
                                ? 5
                                : "\"\\".indexOf(each) >= 0 ? 1 : 0)
                        .sum()
                + value.getBytes(StandardCharsets.UTF_8).length;
    }
}
