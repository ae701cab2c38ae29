package io.polargosling.bench.storage;

import io.polargosling.domain.store.Storage;
import java.io.IOException;

/** A database to measure, started for this run. */
interface Backend extends AutoCloseable {

    /** As the table and the figures call it: letters and digits. */
    String name();

    /** Our stores on it. */
    Storage storage();

    /**
     * The peer: one transaction of the bare client that changes one row and adds one, on the same database.
     *
     * @param thread one row for each
     */
    Load.Operation bare(int thread) throws Exception;

    /** With how many runners in all the listing is measured, ascending. */
    int[] sizes();

    @Override
    void close() throws IOException;
}
