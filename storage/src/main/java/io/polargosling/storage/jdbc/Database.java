package io.polargosling.storage.jdbc;

import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Transactions, repetitions, and the translation of what goes wrong; does no I/O until first used. */
final class Database implements AutoCloseable {

    private static final int REPETITIONS = 5;
    /** The next look shows the row that was in the way; one more for a row that comes and goes. */
    private static final int REPETITIONS_OF_A_DUPLICATE = 2;

    private final Connections connections;

    Database(Connections connections) {
        this.connections = connections;
    }

    /**
     * Reads with one statement.
     *
     * @param what the act, for messages, such as {@code reading runner "abc"}
     */
    <T> T read(String what, Function<Session, T> work) {
        return repeated(what, open -> work.apply(open.session()));
    }

    /** Reads with several statements that all see the database as it was at one moment. */
    <T> T look(String what, Function<Session, T> work) {
        return repeated(what, open -> open.snapshots().execute(_ -> work.apply(open.session())));
    }

    /** Carries out {@code work} as one transaction, again from its begin when another one was in its way. */
    <T> T write(String what, Function<Session, T> work) {
        return repeated(what, open -> open.transactions().execute(_ -> work.apply(open.session())));
    }

    /** As {@link #write}, without a result. */
    void change(String what, Consumer<Session> work) {
        Object _ = write(what, db -> {
            work.accept(db);
            return what;
        });
    }

    @Override
    public void close() {
        connections.close();
    }

    private <T> T repeated(String what, Function<Connections.Open, T> attempt) {
        for (int repetition = 0; ; repetition++) {
            var open = connections.get();
            try {
                return attempt.apply(open);
            } catch (DataAccessException | TransactionException e) {
                var failure = open.session().dialect().failure(e);
                if (repetition >= repetitions(failure)) {
                    throw translated(what, failure, e);
                }
            }
            pause(what, repetition);
        }
    }

    /** How often it is worth trying again. */
    private static int repetitions(Failure failure) {
        return switch (failure) {
            case IN_THE_WAY -> REPETITIONS;
            case DUPLICATE -> REPETITIONS_OF_A_DUPLICATE;
            case VALUE, STATEMENT, NO_ANSWER -> 0;
        };
    }

    private static GoslingException translated(String what, Failure failure, RuntimeException e) {
        return switch (failure) {
            case IN_THE_WAY ->
                new UnavailableException(
                        what + ": the database refused " + (REPETITIONS + 1) + " times (try again later)", e);
            case DUPLICATE -> new ConflictException(what + ": such a row exists already", e);
            case VALUE ->
                new InvalidException(what + ": a value is too long or breaks a constraint: "
                        + NestedExceptionUtils.getMostSpecificCause(e)
                                .getClass()
                                .getSimpleName());
            case STATEMENT -> new InternalException(what + ": the statement is broken", e);
            case NO_ANSWER -> new UnavailableException(what + ": the database does not answer (try again later)", e);
        };
    }

    private static void pause(String what, int repetition) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, 10L << repetition));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(what + ": interrupted", e);
        }
    }
}
