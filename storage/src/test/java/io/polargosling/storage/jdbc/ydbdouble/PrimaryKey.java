package io.polargosling.storage.jdbc.ydbdouble;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a primary key, in the order of the rows. */
record PrimaryKey(List<@Nullable Object> values) implements Comparable<PrimaryKey> {

    PrimaryKey {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    @Override
    public int compareTo(PrimaryKey other) {
        for (int i = 0; i < values.size(); i++) {
            int order = Cell.compare(values.get(i), other.values.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
