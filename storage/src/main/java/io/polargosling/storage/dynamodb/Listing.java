package io.polargosling.storage.dynamodb;

import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A list that is read page by page. From an index come keys only: the rows are then read from the table, so that they
 * are never old, and what has left the list since is left out.
 *
 * @param reader gives the value of an item; empty when it does not belong to this list
 */
record Listing<T>(Table table, Index index, String partition, boolean newestFirst, Function<Item, Optional<T>> reader) {

    private record Entry<T>(String place, T value) {}

    /** The part of the list that {@code request} asks for, beyond {@code from}. */
    Page<T> page(String what, PageRequest request, Optional<String> from) {
        int limit = Cursor.limit(request);
        var found = new ArrayList<Entry<T>>();
        var place = from;
        while (found.size() <= limit) {
            int missing = limit + 1 - found.size();
            var whole = Query.of(index, partition, missing);
            var ordered = newestFirst ? whole.newestFirst() : whole;
            var items = table.query(what, place.map(ordered::beyond).orElse(ordered));
            found.addAll(entries(what, items));
            if (items.size() < missing) {
                break;
            }
            place = Optional.of(items.getLast().place(index));
        }
        if (found.size() <= limit) {
            return new Page<>(found.stream().map(Entry::value).toList(), Optional.empty());
        }
        var items = found.subList(0, limit);
        return new Page<>(
                items.stream().map(Entry::value).toList(),
                Optional.of(Cursor.encode(items.getLast().place())));
    }

    /** As {@link #page(String, PageRequest, Optional)}, for a list ordered by time. */
    Page<T> page(String what, PageRequest request) {
        return page(what, request, Cursor.timeAndId(request));
    }

    private List<Entry<T>> entries(String what, List<Item> items) {
        if (index == Index.TABLE) {
            return items.stream().flatMap(item -> entry(item, item)).toList();
        }
        var rows = table.getAll(what, items.stream().map(Item::key).toList());
        return items.stream()
                .filter(item -> rows.containsKey(item.key()))
                .flatMap(item -> entry(item, Objects.requireNonNull(rows.get(item.key()))))
                .toList();
    }

    private Stream<Entry<T>> entry(Item inList, Item row) {
        return reader.apply(row).map(value -> new Entry<>(inList.place(index), value)).stream();
    }
}
