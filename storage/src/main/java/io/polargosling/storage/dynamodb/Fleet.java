package io.polargosling.storage.dynamodb;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.CapacityDrift;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.RunnerId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What an egg has at the moment, in one item: {@code used_apex}, {@code max_apex} and so on for each pool and for
 * {@code all}, the ids of its {@code live} runners, the places of its {@code open_plans} and of its {@code open_run}. The lists make reads right
 * after a write possible, which an index would not.
 */
record Fleet(EggName egg, Optional<Item> item) {

    static final String LIVE = "live";
    static final String OPEN_PLANS = "open_plans";
    static final String OPEN_RUN = "open_run";

    static Fleet of(EggName egg, Map<Key, Item> rows) {
        return new Fleet(egg, Optional.ofNullable(rows.get(Keys.fleet(egg))));
    }

    static Fleet read(Table table, String what, EggName egg) {
        return new Fleet(egg, table.get(what, Keys.fleet(egg)));
    }

    List<RunnerId> live() {
        return texts(LIVE).stream().map(RunnerId::of).toList();
    }

    List<String> openPlans() {
        return texts(OPEN_PLANS);
    }

    Optional<String> openRun() {
        return item.flatMap(row -> row.text(OPEN_RUN));
    }

    /** Slots in use by a counter; that of both kinds is the sum of theirs where it was never written. */
    int used(String counter) {
        if (counter.equals(CapacityDrift.ALL) && !counts(counter)) {
            return Arrays.stream(Pool.values())
                    .filter(Pool::countsInAll)
                    .mapToInt(pool -> used(pool.word()))
                    .sum();
        }
        return number(usedBy(counter));
    }

    /** True when the counter was written. */
    boolean counts(String counter) {
        return item.filter(row -> row.has(usedBy(counter))).isPresent();
    }

    /** Admits a change while nothing in the item is other than as it was read. */
    Expression asRead() {
        return Expression.atVersion(item.map(Item::version).orElse(0L));
    }

    int maximum(Pool pool) {
        return number(max(pool.word()));
    }

    /** One entry per pool that was ever reserved from. */
    List<CapacityUse> capacity() {
        return Arrays.stream(Pool.values())
                .filter(pool -> item.filter(row -> row.has(max(pool.word()))).isPresent())
                .map(pool -> new CapacityUse(pool, used(pool.word()), maximum(pool)))
                .sorted(Comparator.comparing(use -> use.pool().word()))
                .toList();
    }

    static String usedBy(String counter) {
        return "used_" + counter;
    }

    static String max(String counter) {
        return "max_" + counter;
    }

    private int number(String name) {
        return item.map(row -> Math.toIntExact(row.number(name))).orElse(0);
    }

    private List<String> texts(String name) {
        return item.map(row -> row.texts(name)).orElse(List.of());
    }

    /** Changes of one fleet's item, gathered into one action. */
    static final class Change {

        private final Map<String, ArrayList<String>> clauses = new HashMap<>();
        private final ArrayList<String> conditions = new ArrayList<>();
        private final Map<String, AttributeValue> values = new HashMap<>();

        boolean isEmpty() {
            return clauses.isEmpty();
        }

        Change set(String name, AttributeValue value) {
            clause("SET", "#" + name + " = :" + name, ":" + name, value);
            return this;
        }

        /** Begins a counter where there is none. */
        Change begin(String name) {
            clause("SET", "#" + name + " = if_not_exists(#" + name + ", :zero)", ":zero", Value.number(0));
            return this;
        }

        Change add(String name, AttributeValue value) {
            clause("ADD", "#" + name + " :more_" + name, ":more_" + name, value);
            return this;
        }

        /** Takes elements out of a set. */
        Change subtract(String name, List<String> texts) {
            clause("DELETE", "#" + name + " :less_" + name, ":less_" + name, Value.texts(texts));
            return this;
        }

        Change remove(String name) {
            clauses.computeIfAbsent("REMOVE", key -> new ArrayList<>()).add("#" + name);
            return this;
        }

        Change onlyIf(String condition) {
            conditions.add("(" + condition + ")");
            return this;
        }

        Change onlyIf(Expression condition) {
            values.putAll(condition.values());
            return onlyIf(condition.text());
        }

        Change onlyIf(String condition, String parameter, AttributeValue value) {
            values.put(parameter, value);
            return onlyIf(condition);
        }

        void addTo(Transaction transaction, EggName egg) {
            if (isEmpty()) {
                return;
            }
            add(Item.VERSION, Value.number(1));
            var update = new StringBuilder();
            clauses.forEach((verb, parts) -> update.append(verb)
                    .append(' ')
                    .append(String.join(", ", parts))
                    .append(' '));
            transaction.update(
                    Keys.fleet(egg),
                    new Expression(update.toString(), values),
                    Expression.of(String.join(" AND ", conditions)));
        }

        private void clause(String verb, String text, String parameter, AttributeValue value) {
            clauses.computeIfAbsent(verb, key -> new ArrayList<>()).add(text);
            values.put(parameter, value);
        }
    }
}
