package io.polargosling.domain.command;

import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.Set;

/**
 * Messages that were given up, each queue's on their own.
 *
 * <p>A queue shows a message only by handing it out, so while one caller looks, others may not see all. One call
 * looks at a bounded number of messages. Everything here throws
 * {@link io.polargosling.domain.problem.UnavailableException} when the queue does not answer.
 */
public interface DeadLetters {

    /**
     * Some of them, last sent first.
     *
     * @throws io.polargosling.domain.problem.InvalidException when the cursor is none of this list
     */
    Page<DeadLetter> list(QueueName queue, PageRequest page);

    /** Sends those with these ids to their queue again, as if never tried, and takes them out. */
    Moved redrive(QueueName queue, Set<String> ids);

    /** As {@link #redrive}, for as many as one call takes. */
    Moved redriveAll(QueueName queue);

    /** Deletes those with these ids; nothing brings them back. */
    Moved purge(QueueName queue, Set<String> ids);

    /**
     * What became of a call.
     *
     * @param count messages sent again or deleted
     * @param missing ids that were asked for and not met, because there are none such, or because others had them
     * @param all false when the call ended at its bound and there may be more
     */
    record Moved(int count, Set<String> missing, boolean all) {

        public Moved {
            missing = Set.copyOf(missing);
        }
    }
}
