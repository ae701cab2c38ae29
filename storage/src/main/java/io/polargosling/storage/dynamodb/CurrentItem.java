package io.polargosling.storage.dynamodb;

import java.util.Optional;

/** An item there is one of, such as the policy in force. */
record CurrentItem<T>(Table table, Key key, Class<T> type) {

    Optional<T> read(String what) {
        return table.get(what, key).map(item -> item.doc(type));
    }

    /** Writes {@code value} over what is there, within the transaction under way. */
    void put(String what, Transaction transaction, T value) {
        long version = table.get(what, key).map(Item::version).orElse(0L);
        transaction.put(Item.at(key).version(version + 1).doc(value), Expression.atVersion(version));
    }
}
