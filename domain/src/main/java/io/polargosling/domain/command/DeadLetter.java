package io.polargosling.domain.command;

import java.time.Instant;
import java.util.Optional;

/**
 * A message that was given up.
 *
 * @param id the queue's id of the message
 * @param type of the command, {@code Batch} for several in one message; empty when it is no command of this program
 * @param key what the command is about; empty for several, and when it is no command
 * @param receives how often the queue has given it to anyone, looks at the dead letters included
 * @param createdAt when the command was made, or its message sent when it does not say
 * @param reason why this program gave it up; empty when the queue did so by itself
 */
public record DeadLetter(
        String id,
        Optional<String> type,
        Optional<String> key,
        int receives,
        Instant createdAt,
        Optional<String> reason) {}
