package io.polargosling.nest;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as canonical JSON and its hash, made when first asked for: checking thousands of files needs neither.
 * Threads that ask at once make the same text.
 */
final class ConfigText {

    private final Supplier<Map<String, Object>> tree;
    private @Nullable String json;
    private @Nullable String hash;

    ConfigText(Supplier<Map<String, Object>> tree) {
        this.tree = tree;
    }

    String json() {
        String made = json;
        if (made == null) {
            made = CanonicalJson.write(tree.get());
            json = made;
        }
        return made;
    }

    String hash() {
        String made = hash;
        if (made == null) {
            made = CanonicalJson.sha256(json());
            hash = made;
        }
        return made;
    }
}
