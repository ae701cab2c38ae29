package io.polargosling.storage.jdbc;

import io.polargosling.domain.operation.Operation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** Commits for ever and prints each row's id once its commit was acknowledged; ended only by being killed. */
final class CommittingProgram {

    private CommittingProgram() {}

    /** Commits in the data folder that is the only argument. */
    @SuppressWarnings("SystemOut") // Its output is what the test reads.
    public static void main(String[] arguments) {
        // Space is used again at once, as it is in a program that has run for longer than a test can.
        var storage = JdbcStorage.open("jdbc:h2:async:" + Path.of(arguments[0], "store") + ";RETENTION_TIME=0");
        for (long n = 0; ; n++) {
            var id = new UUID(0, n);
            storage.operations().save(Operation.queued(id, "sync", "test", Instant.EPOCH));
            System.out.println(id);
        }
    }
}
