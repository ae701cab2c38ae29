package io.polargosling.api.webhook;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.webhook.Delivery;
import java.util.Optional;

/**
 * What a proven delivery means for one target.
 *
 * @param row what is remembered of it
 * @param command what it asks for; empty when it is ignored
 * @param target whose event it is; empty for the Nest
 */
record Hint(Delivery row, Optional<Command> command, Optional<TargetId> target) {

    /** What became of it. */
    enum Fate {
        /** Its command is on the queue, or it has none. */
        TAKEN,
        /** A delivery with its key was taken before. */
        KNOWN,
        /** Its command is not known to be on the queue. */
        FAILED
    }
}
