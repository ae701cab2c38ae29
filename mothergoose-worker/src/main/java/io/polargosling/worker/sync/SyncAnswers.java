package io.polargosling.worker.sync;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.operation.OperationStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Tells those who asked for a sync how it ended. */
final class SyncAnswers {

    /** From when it was asked for; a push and the order to deploy it may overtake each other by that much. */
    static final Duration WAIT_FOR_COMMIT = Duration.ofSeconds(60);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final OperationStore operations;
    private final CommandQueue queue;
    private final InstantSource clock;

    /** How a sync ended. */
    sealed interface Ending {

        /** The store has what this head says. */
        record Read(CommitId head) implements Ending {}

        /** The store has what it had; {@code why} never holds a secret. */
        record Failed(String why) implements Ending {}
    }

    SyncAnswers(OperationStore operations, CommandQueue queue, InstantSource clock) {
        this.operations = operations;
        this.queue = queue;
        this.clock = clock;
    }

    /** @param contained whether the head has a commit */
    void answer(Command.SyncNest asked, Ending ending, Predicate<CommitId> contained) {
        asked.operation().ifPresent(id -> {
            switch (ending) {
                case Ending.Failed(String why) -> end(id, Optional.of(why));
                case Ending.Read(CommitId head) -> {
                    var missing = asked.request().commit().filter(contained.negate());
                    if (missing.isEmpty()) {
                        end(id, Optional.empty());
                    } else if (mayStillCome(id)) {
                        queue.send(asked, LOOK_AGAIN);
                    } else {
                        end(
                                id,
                                Optional.of("commit-not-in-nest: the branch's head " + head.abbreviated()
                                        + " does not contain commit " + missing.get() + " after "
                                        + WAIT_FOR_COMMIT.toSeconds()
                                        + " s (expected: a commit of the watched branch)"));
                    }
                }
            }
        });
    }

    /** Commits worth any effort to find: whoever asked for them is told after this sync that they are not there. */
    Set<CommitId> soughtForTheLastTime(List<Command.SyncNest> asked) {
        return asked.stream()
                .filter(command ->
                        command.operation().filter(id -> !mayStillCome(id)).isPresent())
                .flatMap(command -> command.request().commit().stream())
                .collect(Collectors.toSet());
    }

    /** Whether a commit that was asked for with this operation is still waited for. */
    boolean mayStillCome(UUID id) {
        return operations
                .find(id)
                .filter(asked -> clock.instant().isBefore(asked.createdAt().plus(WAIT_FOR_COMMIT)))
                .isPresent();
    }

    private void end(UUID id, Optional<String> failure) {
        var how = failure.isEmpty() ? Operation.Status.SUCCEEDED : Operation.Status.FAILED;
        operations.find(id).ifPresent(asked -> operations.save(asked.ended(how, failure, clock.instant())));
    }
}
