package io.polargosling.fly.eval;

import java.util.Locale;

/** The kinds of values; lists stand for tuples too and objects for maps. */
public enum FlyType {
    STRING,
    NUMBER,
    BOOL,
    LIST,
    SET,
    OBJECT,
    NULL;

    /** The name diagnostics use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
