package io.polargosling.testkit.memory;

import static java.util.stream.Collectors.toList;

import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.InvalidException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows by key; the caller holds the lock of {@link Rows}. */
final class Table<K, V> {

    private static final int MAX_FORGOTTEN = 500;

    private final Rows rows;
    private final String name;
    private final Map<K, V> values = new LinkedHashMap<>();
    private final List<Index<K, ?, V>> indexes = new ArrayList<>();

    Table(Rows rows, String name) {
        this.rows = rows;
        this.name = name;
    }

    /** Rows of one group, kept together. */
    static final class Index<K, G, V> {

        private final Function<V, Optional<G>> group;
        private final Map<G, Map<K, V>> groups = new HashMap<>();

        private Index(Function<V, Optional<G>> group) {
            this.group = group;
        }

        Collection<V> of(G wanted) {
            return groups.getOrDefault(wanted, Map.of()).values();
        }

        Collection<Map<K, V>> all() {
            return Collections.unmodifiableCollection(groups.values());
        }

        private void add(K key, V value) {
            group.apply(value)
                    .ifPresent(of -> groups.computeIfAbsent(of, _ -> new LinkedHashMap<>())
                            .put(key, value));
        }

        private void remove(K key, V value) {
            group.apply(value).ifPresent(of -> {
                var members = groups.getOrDefault(of, new HashMap<>());
                members.remove(key);
                if (members.isEmpty()) {
                    groups.remove(of);
                }
            });
        }
    }

    /** Keeps the rows of one group together from now on; made before the first row. */
    <G> Index<K, G, V> by(Function<V, Optional<G>> group) {
        var index = new Index<K, G, V>(group);
        indexes.add(index);
        return index;
    }

    Optional<V> find(K key) {
        return Optional.ofNullable(values.get(key));
    }

    Collection<V> all() {
        return Collections.unmodifiableCollection(values.values());
    }

    void put(K key, V value) {
        var before = values.get(key);
        rows.onUndo(() -> set(key, before));
        set(key, value);
    }

    /** Adds a row whose key must be free. */
    void insert(K key, V value) {
        if (values.containsKey(key)) {
            throw new ConflictException("adding " + key + " to " + name + ": it is there already");
        }
        put(key, value);
    }

    /** Removes a row; false when there was none. */
    boolean remove(K key) {
        var before = values.get(key);
        if (before == null) {
            return false;
        }
        rows.onUndo(() -> set(key, before));
        set(key, null);
        return true;
    }

    /** Removes the first {@code atMost} of {@code old}. */
    int forget(Stream<V> old, int atMost, Function<V, K> key) {
        return rows.write(() -> {
            var keys = old.limit(checked(atMost)).map(key).collect(toList());
            keys.forEach(this::remove);
            return keys.size();
        });
    }

    /** The number itself, if so many rows may be asked for at once. */
    static int checked(int atMost) {
        if (atMost < 1 || atMost > MAX_FORGOTTEN) {
            throw new InvalidException("deleting " + atMost + " rows at once (expected: 1 to " + MAX_FORGOTTEN + ")");
        }
        return atMost;
    }

    private void set(K key, @Nullable V value) {
        var before = value == null ? values.remove(key) : values.put(key, value);
        for (var index : indexes) {
            if (before != null) {
                index.remove(key, before);
            }
            if (value != null) {
                index.add(key, value);
            }
        }
    }
}
