package io.polargosling.worker.render;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where the state of an egg lies. */
public sealed interface StateBackend {

    /** In a file of this host. */
    record LocalFile(Path path) implements StateBackend {}

    /**
     * As an object of a bucket, locked by an object beside it. Credentials are not here: they come from the process's
     * environment.
     *
     * @param endpoint empty for AWS's own
     * @param lockTable locked with besides
     */
    record S3(String bucket, String key, String region, Optional<URI> endpoint, Optional<String> lockTable)
            implements StateBackend {}
}
