package io.polargosling.api.deadletter;

import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.command.QueueName;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which messages to send again or delete. */
record MoveBody(
        @Nullable String queue, @Nullable List<@Nullable String> ids) {

    private static final int MAX_IDS = 500;
    private static final int MAX_ID = 200;

    /** The queue called {@code word}; 422 when there is none. */
    static QueueName queue(@Nullable String word, String pointer) {
        return Arrays.stream(QueueName.values())
                .filter(queue -> queue.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        pointer,
                        "queue",
                        "queue: expected one of "
                                + Arrays.stream(QueueName.values())
                                        .map(QueueName::word)
                                        .collect(Collectors.joining(", "))));
    }

    QueueName wantedQueue() {
        return queue(queue, "/queue");
    }

    /** The ids; 422 when there are none, too many, or such as cannot be. */
    Set<String> wantedIds() {
        if (ids == null
                || ids.isEmpty()
                || ids.size() > MAX_IDS
                || ids.stream().anyMatch(id -> id == null || id.isEmpty() || id.length() > MAX_ID)) {
            throw ProblemException.invalid("/ids", "ids", "ids: expected 1 to " + MAX_IDS + " ids of messages");
        }
        return ids.stream().map(String::valueOf).collect(Collectors.toSet());
    }
}
