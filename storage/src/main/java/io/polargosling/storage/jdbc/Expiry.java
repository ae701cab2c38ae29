package io.polargosling.storage.jdbc;

import io.polargosling.domain.problem.InvalidException;

/** Deleting rows that nobody asks for any more, some in each transaction. */
final class Expiry {

    private static final int MAX = 500;

    private Expiry() {}

    /** The number itself, if so many rows may be deleted at once. */
    static int checked(int atMost) {
        if (atMost < 1 || atMost > MAX) {
            throw new InvalidException("deleting " + atMost + " rows at once (expected: 1 to " + MAX + ")");
        }
        return atMost;
    }

    /**
     * Deletes the rows that {@code rows} selects.
     *
     * @param key makes a row that has its key from one that was read
     * @return how many
     */
    static int delete(Session db, Select rows, int atMost, Session.Mapping<Row> key) {
        // Locked, so that a row that was written anew since this looked is not taken for the old one.
        var old = db.list(rows.limit(checked(atMost)).lock(), key);
        old.forEach(db::delete);
        return old.size();
    }
}
