package io.polargosling.storage.jdbc.ydbdouble;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows a statement returns; none of a statement that writes, not even how many it changed. */
record Result(List<Shape.Column> columns, List<List<@Nullable Object>> rows) {

    static final Result NONE = new Result(List.of(), List.of());
}
