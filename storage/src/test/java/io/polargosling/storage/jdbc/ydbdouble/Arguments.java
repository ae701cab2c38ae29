package io.polargosling.storage.jdbc.ydbdouble;

import java.util.List;
import java.util.Map;

/** The values of a statement's parameters, one each or a list for an IN. */
record Arguments(Map<String, List<Cell>> values) {

    static final Arguments NONE = new Arguments(Map.of());

    Arguments {
        values = Map.copyOf(values);
    }

    Cell one(String name) {
        var cells = list(name);
        if (cells.size() != 1) {
            throw YdbError.refused("parameter " + name + " is a list");
        }
        return cells.getFirst();
    }

    List<Cell> list(String name) {
        var cells = values.get(name);
        if (cells == null) {
            throw YdbError.refused("parameter " + name + " has no value");
        }
        return cells;
    }
}
