package io.polargosling.testkit.contract;

import io.polargosling.domain.store.Storage;
import java.io.IOException;

/** A database of its own, empty, not reachable yet, which a suite starts and stops; closing it removes it. */
public interface StoppableDatabase extends AutoCloseable {

    /** A new storage on it, whether it is reachable or not; the suite closes it. */
    Storage open();

    /** Makes it reachable, with all it ever acknowledged. */
    void start() throws IOException;

    /** Takes it away; no storage on it is open. */
    void stop() throws IOException;

    @Override
    void close() throws IOException;
}
