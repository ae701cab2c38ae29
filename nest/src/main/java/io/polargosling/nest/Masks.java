package io.polargosling.nest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Replaces the values of a tree that must not be shown, and those derived from them. */
final class Masks {

    private static final String MASK = "***";
    private static final Map<String, String> ALIASES = Map.of("server_name", "server");
    /** Values whose defaults are made of another one beside them. */
    private static final Map<String, Set<String>> DERIVED =
            Map.of("server", Set.of("api_token", "webhook_secret"), "url", Set.of("server", "gitlab_servers"));

    private Masks() {}

    /** The tree with the values at the paths of {@link io.polargosling.fly.decode.DecodeResult#sensitive} masked. */
    static Object apply(Object tree, Set<String> paths) {
        Object masked = tree;
        for (String path : paths) {
            masked = apply(masked, List.of(path.split("\\.", -1)));
        }
        return masked;
    }

    private static Object apply(Object node, List<String> path) {
        if (path.isEmpty()) {
            return MASK;
        }
        String step = ALIASES.getOrDefault(path.getFirst(), path.getFirst());
        List<String> rest = path.subList(1, path.size());
        return switch (node) {
            case Map<?, ?> map -> inObject(map, step, rest);
            case Collection<?> list -> inList(list, Integer.parseInt(step), rest);
            default -> node;
        };
    }

    private static Map<String, Object> inObject(Map<?, ?> map, String step, List<String> rest) {
        var copy = new TreeMap<String, Object>();
        map.forEach((key, value) -> copy.put((String) key, value));
        copy.computeIfPresent(step, (key, value) -> apply(value, rest));
        if (rest.isEmpty()) {
            DERIVED.getOrDefault(step, Set.of()).forEach(name -> copy.computeIfPresent(name, (key, value) -> MASK));
        }
        return copy;
    }

    private static List<Object> inList(Collection<?> list, int index, List<String> rest) {
        var copy = new ArrayList<Object>(list);
        if (index < copy.size()) {
            copy.set(index, apply(copy.get(index), rest));
        }
        return copy;
    }
}
