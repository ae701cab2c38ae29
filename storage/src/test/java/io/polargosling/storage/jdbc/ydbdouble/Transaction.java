package io.polargosling.storage.jdbc.ydbdouble;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tech.ydb.proto.StatusCodesProtos.StatusIds.StatusCode;

/**
 * What one transaction read and wants to write. It reads the database as of its first statement, with its own writes
 * on top; whether what it read is still so is asked at its commit.
 */
final class Transaction {

    private final long begin;
    private final boolean readOnly;
    private final List<Read> reads = new ArrayList<>();
    private final Map<String, SortedMap<PrimaryKey, Optional<Fields>>> writes = new HashMap<>();

    Transaction(long begin, boolean readOnly) {
        this.begin = begin;
        this.readOnly = readOnly;
    }

    /** A range that was read. */
    private record Read(String table, Access access, Arguments arguments) {}

    long begin() {
        return begin;
    }

    /** The rows as they shall be by table and key, empty where one shall be gone. */
    Map<String, SortedMap<PrimaryKey, Optional<Fields>>> writes() {
        return writes;
    }

    /** The rows of the range, which is remembered. */
    List<Fields> read(Table table, Access access, Arguments arguments) {
        reads.add(new Read(table.shape().name(), access, arguments));
        var only = access.only(table.shape().key(), arguments);
        if (only.isPresent()) {
            return current(table, only.get())
                    .filter(row -> access.covers(arguments, row))
                    .map(List::of)
                    .orElse(List.of());
        }
        var rows = table.asOf(begin);
        ownWrites(table).forEach((key, write) -> {
            rows.remove(key);
            write.ifPresent(row -> rows.put(key, row));
        });
        return rows.values().stream()
                .filter(row -> access.covers(arguments, row))
                .toList();
    }

    /** The row of this key, without remembering that it was looked at. */
    Optional<Fields> current(Table table, PrimaryKey key) {
        var own = ownWrites(table).get(key);
        return own == null ? table.asOf(key, begin) : own;
    }

    void write(Table table, PrimaryKey key, Optional<Fields> row) {
        if (readOnly) {
            throw YdbError.of(StatusCode.BAD_REQUEST, "a write in a transaction that only reads");
        }
        ownWrites(table).put(key, row);
    }

    private SortedMap<PrimaryKey, Optional<Fields>> ownWrites(Table table) {
        return writes.computeIfAbsent(table.shape().name(), _ -> new TreeMap<>());
    }

    boolean hasWrites() {
        return writes.values().stream().anyMatch(rows -> !rows.isEmpty());
    }

    /** Whether a row that was read is among the changes of others. */
    boolean isBrokenBy(List<Database.Change> changes) {
        return reads.stream()
                .anyMatch(read -> changes.stream()
                        .filter(change -> change.table().equals(read.table()))
                        .anyMatch(change -> covers(read, change.before()) || covers(read, change.after())));
    }

    private static boolean covers(Read read, Optional<Fields> row) {
        return row.filter(fields -> read.access().covers(read.arguments(), fields))
                .isPresent();
    }
}
