package io.polargosling.storage.dynamodb;

import io.polargosling.domain.problem.InvalidException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Deleting rows that nobody asks for any more, each by itself and only as it was read, so that one written anew
 * meanwhile is not taken for the old one.
 *
 * @param isOld judges a row as it is in the table
 * @param pointer the item that stands for a row, which goes with it
 */
record Forgetting(Table table, String what, Predicate<Item> isOld, Function<Item, Optional<Key>> pointer) {

    private static final int MAX = 500;
    private static final int AT_ONCE = 100;

    static Forgetting of(Table table, String what, Predicate<Item> isOld) {
        return new Forgetting(table, what, isOld, row -> Optional.empty());
    }

    Forgetting with(Function<Item, Key> pointing) {
        return new Forgetting(table, what, isOld, row -> Optional.of(pointing.apply(row)));
    }

    /** How many rows of {@code lists} were deleted; 1 to 500 may be. */
    int in(List<Query> lists, int atMost) {
        int forgotten = 0;
        for (var list : lists) {
            forgotten += in(list, checked(atMost) - forgotten);
        }
        return forgotten;
    }

    /** The number itself, if so many rows may be deleted at once. */
    static int checked(int atMost) {
        if (atMost < 1 || atMost > MAX) {
            throw new InvalidException("deleting " + atMost + " rows at once (expected: 1 to " + MAX + ")");
        }
        return atMost;
    }

    private int in(Query list, int atMost) {
        int forgotten = 0;
        var rest = list.upTo(AT_ONCE);
        while (forgotten < atMost) {
            var items = table.query(what, rest);
            var rows = table.getAll(what, items.stream().map(Item::key).toList());
            forgotten += Math.toIntExact(items.stream()
                    .map(item -> Optional.ofNullable(rows.get(item.key())))
                    .flatMap(Optional::stream)
                    .filter(isOld)
                    .filter(this::delete)
                    .limit(atMost - forgotten)
                    .count());
            if (items.size() < AT_ONCE) {
                break;
            }
            rest = rest.beyond(items.getLast().place(list.index()));
        }
        return forgotten;
    }

    private boolean delete(Item row) {
        var unchanged = Expression.atVersion(row.version());
        var also = pointer.apply(row);
        if (also.isEmpty()) {
            return table.remove(what, row.key(), unchanged);
        }
        var transaction = table.begin(what);
        transaction.delete(row.key(), unchanged);
        transaction.delete(also.get(), Expression.NONE);
        return table.commit(transaction, what).isEmpty();
    }
}
