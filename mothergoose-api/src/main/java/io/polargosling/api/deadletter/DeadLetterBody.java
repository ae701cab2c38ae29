package io.polargosling.api.deadletter;

import io.polargosling.domain.command.DeadLetter;
import io.polargosling.domain.command.QueueName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One message that was given up; of its text, only what names the command. */
record DeadLetterBody(
        String id,
        String queue,
        @Nullable String type,
        @Nullable String key,
        int receivedCount,
        Instant createdAt,
        @Nullable String reason) {

    static DeadLetterBody of(QueueName queue, DeadLetter letter) {
        return new DeadLetterBody(
                letter.id(),
                queue.word(),
                letter.type().orElse(null),
                letter.key().orElse(null),
                letter.receives(),
                letter.createdAt(),
                letter.reason().orElse(null));
    }
}
