package io.polargosling.storage.jdbc.ydbdouble;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A table's committed rows, each with all its former versions, so that a transaction reads as of its begin. */
final class Table {

    private final SortedMap<PrimaryKey, List<Version>> rows = new TreeMap<>();
    private Shape shape;

    Table(Shape shape) {
        this.shape = shape;
    }

    /**
     * A row as one commit left it.
     *
     * @param row empty when the commit removed it
     */
    private record Version(long commit, Optional<Fields> row) {}

    Shape shape() {
        return shape;
    }

    void reshape(Shape changed) {
        shape = changed;
    }

    PrimaryKey keyOf(Fields row) {
        return row.key(shape.key());
    }

    /** All rows as of {@code commit}. */
    SortedMap<PrimaryKey, Fields> asOf(long commit) {
        var result = new TreeMap<PrimaryKey, Fields>();
        rows.forEach((key, versions) -> newest(versions, commit).ifPresent(row -> result.put(key, row)));
        return result;
    }

    Optional<Fields> asOf(PrimaryKey key, long commit) {
        return Optional.ofNullable(rows.get(key)).flatMap(versions -> newest(versions, commit));
    }

    void put(long commit, PrimaryKey key, Optional<Fields> row) {
        rows.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Version(commit, row));
    }

    void empty() {
        rows.clear();
    }

    private static Optional<Fields> newest(List<Version> versions, long commit) {
        return versions.reversed().stream()
                .filter(version -> version.commit() <= commit)
                .findFirst()
                .flatMap(Version::row);
    }
}
