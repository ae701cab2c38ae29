package io.polargosling.storage.dynamodb;

import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A list that is read page by page. From an index come keys only: the rows are then read from the table, so that they
 * are never old, and what has left the list since is left out.
 *
 * @param parts the list itself, alike but for their partitions
 * @param reader gives the value of an item; empty when it does not belong to this list
 */
record Listing<T>(Table table, List<Query> parts, Function<Item, Optional<T>> reader) {

    private record Entry<T>(String place, T value) {}

    /** A list in one partition, from its first place on. */
    static <T> Listing<T> rising(Table table, Index index, String partition, Function<Item, Optional<T>> reader) {
        return new Listing<>(table, List.of(Query.of(index, partition, Query.ALL)), reader);
    }

    /** A list in one partition, from its last place on. */
    static <T> Listing<T> falling(Table table, Index index, String partition, Function<Item, Optional<T>> reader) {
        return falling(table, index, List.of(partition), reader);
    }

    /** A list in several partitions, from its last place on. */
    static <T> Listing<T> falling(
            Table table, Index index, List<String> partitions, Function<Item, Optional<T>> reader) {
        var parts = partitions.stream()
                .map(partition -> Query.of(index, partition, Query.ALL).newestFirst())
                .toList();
        return new Listing<>(table, parts, reader);
    }

    /** This without what lies at or below {@code place}. */
    Listing<T> above(String place) {
        return new Listing<>(
                table, parts.stream().map(part -> part.after(place)).toList(), reader);
    }

    /** This without what lies at or above {@code place}. */
    Listing<T> below(String place) {
        return new Listing<>(
                table, parts.stream().map(part -> part.before(place)).toList(), reader);
    }

    /** A page of a list ordered by time. */
    Page<T> page(String what, PageRequest request) {
        return page(what, request, Cursor.timeAndId(request));
    }

    /** The part of the list that {@code request} asks for, beyond {@code from}. */
    Page<T> page(String what, PageRequest request, Optional<String> from) {
        int limit = Cursor.limit(request);
        var found = new ArrayList<Entry<T>>();
        var place = from;
        while (found.size() <= limit) {
            int missing = limit + 1 - found.size();
            var items = next(what, place, missing);
            found.addAll(entries(what, items));
            if (items.size() < missing) {
                break;
            }
            place = Optional.of(items.getLast().place(index()));
        }
        if (found.size() <= limit) {
            return new Page<>(found.stream().map(Entry::value).toList(), Optional.empty());
        }
        var items = found.subList(0, limit);
        return new Page<>(
                items.stream().map(Entry::value).toList(),
                Optional.of(Cursor.encode(items.getLast().place())));
    }

    /** The next items of all parts together. */
    private List<Item> next(String what, Optional<String> place, int count) {
        var order = Comparator.comparing((Item item) -> item.place(index()));
        return parts.stream()
                // One more, since a query with two bounds begins with the place itself.
                .map(part -> place.map(part::beyond).orElse(part).upTo(count + 1))
                .flatMap(part -> table.query(what, part).stream())
                .filter(item -> place.filter(item.place(index())::equals).isEmpty())
                .sorted(parts.getFirst().descending() ? order.reversed() : order)
                .limit(count)
                .toList();
    }

    private List<Entry<T>> entries(String what, List<Item> items) {
        if (index() == Index.TABLE) {
            return items.stream().flatMap(item -> entry(item, item)).toList();
        }
        var rows = table.getAll(what, items.stream().map(Item::key).toList());
        return items.stream()
                .flatMap(item -> Stream.ofNullable(rows.get(item.key())).flatMap(row -> entry(item, row)))
                .toList();
    }

    private Stream<Entry<T>> entry(Item inList, Item row) {
        return reader.apply(row).map(value -> new Entry<>(inList.place(index()), value)).stream();
    }

    private Index index() {
        return parts.getFirst().index();
    }
}
