package io.polargosling.storage.jdbc;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.TransientDataAccessException;

/** What a failed statement or commit means for the one who asked. */
enum Failure {
    /** Another transaction was in the way; the same again may succeed. */
    IN_THE_WAY,
    /** Another one inserted a row with such a key; looking again will show it. */
    DUPLICATE,
    /** A value does not fit its column. */
    VALUE,
    /** The statement is wrong, which is our mistake. */
    STATEMENT,
    /** The database does not answer. */
    NO_ANSWER;

    /** What {@code e} means by its type alone. */
    static Failure of(RuntimeException e) {
        return switch (e) {
            case DuplicateKeyException _ -> DUPLICATE;
            case TransientDataAccessException _ -> IN_THE_WAY;
            case DataIntegrityViolationException _ -> VALUE;
            case InvalidDataAccessResourceUsageException _ -> STATEMENT;
            case InvalidDataAccessApiUsageException _ -> STATEMENT;
            case RuntimeException _ -> NO_ANSWER;
        };
    }
}
