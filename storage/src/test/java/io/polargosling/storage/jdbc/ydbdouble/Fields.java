package io.polargosling.storage.jdbc.ydbdouble;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a row by their columns; what is not there is NULL. */
record Fields(Map<String, @Nullable Object> values) {

    static final Fields NONE = new Fields(Map.of());

    Fields {
        values = Collections.unmodifiableMap(new HashMap<>(values));
    }

    @Nullable
    Object get(String column) {
        return values.get(column);
    }

    /** With one more or another value. */
    Fields with(String column, @Nullable Object value) {
        var changed = new HashMap<String, @Nullable Object>(values);
        changed.put(column, value);
        return new Fields(changed);
    }

    PrimaryKey key(List<String> columns) {
        var key = new ArrayList<@Nullable Object>();
        for (var column : columns) {
            key.add(get(column));
        }
        return new PrimaryKey(key);
    }

    long size() {
        long size = 0;
        for (var column : values.keySet()) {
            size += Cell.size(get(column));
        }
        return size;
    }
}
