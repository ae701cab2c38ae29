package io.polargosling.storage.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of several tables in one statement. Its columns are slots, as many of each type as some table needs; each table
 * puts its columns into the slots of their types and leaves the others empty:
 *
 * <pre>
 * part  text_1    text_2   number_1  time_1
 * 0     plan-7    pending  3         12:00     a plan: id, status, revision, created_at
 * 1     no-quota  error              11:58     a finding: code, severity, last_seen
 * </pre>
 */
final class Union {

    /** Tells which of the selects a row is of. */
    private static final String PART = "part";

    private final List<Part<?>> parts;
    private final List<Map<String, String>> slots;
    private final Map<String, Table.Type> columns = new LinkedHashMap<>();

    /** One of the selects, and its rows once they are read, in no order. */
    static final class Part<T> {

        private final Select select;
        private final Session.Mapping<T> mapping;
        private final List<T> rows = new ArrayList<>();

        Part(Select select, Session.Mapping<T> mapping) {
            this.select = select;
            this.mapping = mapping;
        }

        List<T> rows() {
            return rows;
        }

        private void add(Cells cells) throws SQLException {
            rows.add(mapping.map(cells));
        }

        private void read(Session db) {
            rows.addAll(db.list(select, mapping));
        }
    }

    private Union(List<Part<?>> parts) {
        this.parts = parts;
        this.slots = parts.stream().map(part -> slots(part.select)).toList();
    }

    /** Reads the rows of all parts. */
    static void read(Session db, Part<?>... parts) {
        var union = new Union(List.of(parts));
        if (db.dialect().unites()) {
            db.each(union.statement(db.dialect()), union::add);
        } else {
            union.parts.forEach(part -> part.read(db));
        }
    }

    private void add(Cells row) throws SQLException {
        int part = row.count(PART);
        var names = slots.get(part);
        parts.get(part).add(row.renamed(column -> names.getOrDefault(column, column)));
    }

    /** Column to slot. */
    private Map<String, String> slots(Select select) {
        var used = new EnumMap<Table.Type, Integer>(Table.Type.class);
        var names = new HashMap<String, String>();
        for (var column : select.columns()) {
            var type = select.table().type(column);
            var slot = type.word() + "_" + used.merge(type, 1, Integer::sum);
            columns.put(slot, type);
            names.put(column, slot);
        }
        return names;
    }

    private Statement statement(Dialect dialect) {
        var texts = new ArrayList<String>();
        var parameters = new ArrayList<>();
        for (int number = 0; number < parts.size(); number++) {
            var statement = parts.get(number).select.statement(dialect);
            texts.add("SELECT " + number + " AS " + PART + ", " + columnsOf(number, dialect) + " FROM ("
                    + statement.text() + ") p" + number);
            parameters.addAll(statement.parameters());
        }
        return new Statement(String.join(" UNION ALL ", texts), parameters);
    }

    private String columnsOf(int part, Dialect dialect) {
        var bySlot = new HashMap<String, String>();
        slots.get(part).forEach((column, slot) -> bySlot.put(slot, dialect.column(column)));
        return columns.entrySet().stream()
                .map(slot ->
                        bySlot.getOrDefault(slot.getKey(), dialect.missing(slot.getValue())) + " AS " + slot.getKey())
                .collect(joining(", "));
    }
}
