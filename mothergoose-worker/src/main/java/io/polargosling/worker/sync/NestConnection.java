package io.polargosling.worker.sync;

import java.util.Optional;
import org.eclipse.jgit.transport.Transport;

/** A way to the Nest with the keys and tokens for one fetch, in memory only. */
interface NestConnection extends AutoCloseable {

    /** Where it leads. */
    NestAddress address();

    /** Makes JGit's transport use it. */
    void configure(Transport transport);

    /** Why the server was not trusted, and what to do about it; empty when it was, or was not asked yet. */
    Optional<String> refusal();

    @Override
    void close();
}
