package io.polargosling.storage.jdbc.ydbdouble;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** The statements that were sent, by form: parameters are question marks, declarations are left out. */
public final class Recording {

    private final Map<String, LongAdder> accepted = new ConcurrentHashMap<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    void accept(String text) {
        accepted.computeIfAbsent(form(text), _ -> new LongAdder()).increment();
    }

    void refuse(String text, String reason) {
        refused.add(form(text) + "\n    " + reason);
    }

    /** The forms that were taken, in alphabetical order. */
    public List<String> accepted() {
        return accepted.keySet().stream().sorted().toList();
    }

    /** The statements that no rule allows, each with the reason. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    static String form(String text) {
        return text.replaceAll("DECLARE [^;]*;\\s*", "")
                .replaceAll("\\$[A-Za-z_][A-Za-z0-9_]*", "?")
                .replaceAll("\\s+", " ")
                .replaceAll(";$", "")
                .strip();
    }
}
