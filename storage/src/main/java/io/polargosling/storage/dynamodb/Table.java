package io.polargosling.storage.dynamodb;

import io.polargosling.domain.problem.UnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Reads and atomic writes of items; does no I/O until first used. Reads of the table are consistent, reads of an index
 * are not.
 */
final class Table implements AutoCloseable {

    private static final int MAX_KEYS = 100;
    private static final int MAX_WRITES = 25;
    private static final int REPETITIONS = Clients.REPETITIONS;

    private final String name;
    private final boolean mayMakeTable;
    private final Supplier<DynamoDbClient> clients;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable DynamoDbClient client;
    private volatile boolean ready;

    Table(String name, boolean mayMakeTable, Supplier<DynamoDbClient> clients) {
        this.name = name;
        this.mayMakeTable = mayMakeTable;
        this.clients = clients;
    }

    Optional<Item> get(String what, Key key) {
        return call(what, db -> {
            var answer = db.getItem(r -> r.tableName(name).key(key.attributes()).consistentRead(true));
            return answer.hasItem() ? Optional.of(new Item(answer.item())) : Optional.empty();
        });
    }

    /** The items of {@code keys} that are there. */
    Map<Key, Item> getAll(String what, Collection<Key> keys) {
        var found = new HashMap<Key, Item>();
        var all = keys.stream().distinct().map(Key::attributes).toList();
        for (int from = 0; from < all.size(); from += MAX_KEYS) {
            getSome(what, all.subList(from, Math.min(all.size(), from + MAX_KEYS)), found);
        }
        return found;
    }

    private void getSome(String what, List<Map<String, AttributeValue>> keys, Map<Key, Item> found) {
        var open = keys;
        for (int repetition = 0; !open.isEmpty(); repetition++) {
            if (repetition > REPETITIONS) {
                throw new UnavailableException(what + ": DynamoDB left " + open.size() + " rows unread " + repetition
                        + " times (try again later)");
            }
            if (repetition > 0) {
                pause(what, repetition);
            }
            var wanted =
                    KeysAndAttributes.builder().keys(open).consistentRead(true).build();
            var answer = call(what, db -> db.batchGetItem(r -> r.requestItems(Map.of(name, wanted))));
            for (var attributes : answer.responses().getOrDefault(name, List.of())) {
                found.put(Key.of(attributes), new Item(attributes));
            }
            var left = answer.unprocessedKeys().get(name);
            open = left == null ? List.of() : left.keys();
        }
    }

    /** What the query asks for, up to its limit; from an index only keys and places. */
    List<Item> query(String what, Query query) {
        if (query.isEmpty()) {
            return List.of();
        }
        var condition = query.condition();
        var found = new ArrayList<Item>();
        Map<String, AttributeValue> last = Map.of();
        do {
            var from = last;
            var answer = call(
                    what,
                    db -> db.query(r -> {
                        r.tableName(name)
                                .keyConditionExpression(condition.textIfAny())
                                .expressionAttributeNames(condition.namesIfAny())
                                .expressionAttributeValues(condition.valuesIfAny())
                                .scanIndexForward(!query.descending())
                                .limit(query.limit() - found.size());
                        if (query.index() == Index.TABLE) {
                            r.consistentRead(true);
                        } else {
                            r.indexName(query.index().indexName());
                        }
                        if (!from.isEmpty()) {
                            r.exclusiveStartKey(from);
                        }
                    }));
            answer.items().forEach(attributes -> found.add(new Item(attributes)));
            last = answer.hasLastEvaluatedKey() ? answer.lastEvaluatedKey() : Map.of();
        } while (!last.isEmpty() && found.size() < query.limit());
        return found;
    }

    /**
     * Changes one item by itself; for changes that may happen twice, since an answer can be lost.
     *
     * @return the item after the change; empty when the condition refused it
     */
    Optional<Item> update(String what, Key key, Expression update, Expression condition) {
        var both = update.joined(condition);
        return call(what, db -> {
            try {
                var answer = db.updateItem(r -> r.tableName(name)
                        .key(key.attributes())
                        .updateExpression(update.text())
                        .conditionExpression(condition.textIfAny())
                        .expressionAttributeNames(both.namesIfAny())
                        .expressionAttributeValues(both.valuesIfAny())
                        .returnValues(ReturnValue.ALL_NEW));
                return Optional.of(new Item(answer.attributes()));
            } catch (ConditionalCheckFailedException e) {
                return Optional.empty();
            }
        });
    }

    /** Writes an item whatever is there. */
    void save(String what, Key key, Object doc) {
        ItemSize.check(what, Item.at(key).doc(doc));
        var _ = update(
                what,
                key,
                Expression.of("SET #doc = :doc ADD #row_version :one")
                        .with(":doc", Value.document(doc))
                        .with(":one", Value.number(1)),
                Expression.NONE);
    }

    /** Writes an item in place of what is there. */
    void put(String what, Item item) {
        ItemSize.check(what, item);
        var _ = call(what, db -> db.putItem(r -> r.tableName(name).item(item.attributes())));
    }

    /** Writes items in place of what is there, each by itself; of two with one key the last one stays. */
    void putAll(String what, Collection<Item> items) {
        var byKey = new LinkedHashMap<Key, WriteRequest>();
        for (var item : items) {
            ItemSize.check(what, item);
            var request = WriteRequest.builder().putRequest(r -> r.item(item.attributes()));
            byKey.put(item.key(), request.build());
        }
        var all = List.copyOf(byKey.values());
        for (int from = 0; from < all.size(); from += MAX_WRITES) {
            putSome(what, all.subList(from, Math.min(all.size(), from + MAX_WRITES)));
        }
    }

    private void putSome(String what, List<WriteRequest> requests) {
        var open = requests;
        for (int repetition = 0; !open.isEmpty(); repetition++) {
            if (repetition > REPETITIONS) {
                throw new UnavailableException(what + ": DynamoDB left " + open.size() + " rows unwritten " + repetition
                        + " times (try again later)");
            }
            if (repetition > 0) {
                pause(what, repetition);
            }
            var rest = open;
            var answer = call(what, db -> db.batchWriteItem(r -> r.requestItems(Map.of(name, rest))));
            open = answer.unprocessedItems().getOrDefault(name, List.of());
        }
    }

    /** Removes an item; false when the condition refused it. */
    boolean remove(String what, Key key, Expression condition) {
        return call(what, db -> {
            try {
                var _ = db.deleteItem(r -> r.tableName(name)
                        .key(key.attributes())
                        .conditionExpression(condition.textIfAny())
                        .expressionAttributeNames(condition.namesIfAny())
                        .expressionAttributeValues(condition.valuesIfAny()));
                return true;
            } catch (ConditionalCheckFailedException e) {
                return false;
            }
        });
    }

    /**
     * Carries out what {@code work} puts into the transaction, all or nothing; begins again, with the reads of
     * {@code work}, when a condition refused it and the refusal is not final.
     *
     * @param what the act, for messages, such as {@code writing plan 4711}
     */
    <T> T write(String what, Function<Transaction, T> work) {
        for (int repetition = 0; ; repetition++) {
            var transaction = begin(what);
            var result = work.apply(transaction);
            var refused = commit(transaction, what);
            if (refused.isEmpty()) {
                return result;
            }
            var error = transaction.finalRefusal(refused);
            if (error.isPresent()) {
                throw error.get();
            }
            if (repetition == REPETITIONS) {
                throw new UnavailableException(
                        what + ": others changed the same rows " + (REPETITIONS + 1) + " times (try again later)");
            }
            pause(what, repetition);
        }
    }

    /** As {@link #write}, without a result. */
    void change(String what, Consumer<Transaction> work) {
        Object _ = write(what, transaction -> {
            work.accept(transaction);
            return what;
        });
    }

    Transaction begin(String what) {
        return new Transaction(name, what);
    }

    /** The actions that refused the transaction, by their place in it; empty when all of it was carried out. */
    List<Integer> commit(Transaction transaction, String what) {
        if (transaction.isEmpty()) {
            return List.of();
        }
        return call(what, db -> {
            try {
                var _ = db.transactWriteItems(
                        r -> r.transactItems(transaction.items()).clientRequestToken(transaction.token()));
                return List.of();
            } catch (TransactionCanceledException e) {
                var refused = Failures.refused(e);
                if (refused.isEmpty()) {
                    throw e;
                }
                return refused;
            }
        });
    }

    @Override
    public void close() {
        opening.lock();
        try {
            var open = client;
            if (open != null) {
                open.close();
            }
        } finally {
            opening.unlock();
        }
    }

    static void pause(String what, int repetition) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, 20L << repetition));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(what + ": interrupted", e);
        }
    }

    private <T> T call(String what, Function<DynamoDbClient, T> work) {
        try {
            return work.apply(opened());
        } catch (ResourceNotFoundException e) {
            ready = false;
            throw Failures.translated(what, e);
        } catch (SdkException e) {
            throw Failures.translated(what, e);
        }
    }

    private DynamoDbClient opened() {
        var open = client;
        if (ready && open != null) {
            return open;
        }
        opening.lock();
        try {
            open = client;
            if (open == null) {
                open = clients.get();
                client = open;
            }
            if (!ready) {
                new Schema(open, name).prepare(mayMakeTable);
                ready = true;
            }
            return open;
        } finally {
            opening.unlock();
        }
    }
}
